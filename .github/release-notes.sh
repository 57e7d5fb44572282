#!/bin/sh
# Prints the notes of a release. It needs VERSION, and whether macOS and Windows are signed for (true or false).
set -eu

: "${VERSION:?}" "${MACOS_SIGNED:?}" "${WINDOWS_SIGNED:?}" "${GITHUB_REPOSITORY:?}"
cd "$(dirname "$0")/.."

# The part of the changelog that is about this version, without its heading.
changes() {
  awk -v heading="## $VERSION" '
    /^## / { here = ($0 == heading || index($0, heading " ") == 1); next }
    here
  ' CHANGELOG.md
}

# A release breaks its lines wherever the text does: each paragraph becomes one line.
unwrapped() {
  awk '
    function let_go() { if (held != "") print held; held = "" }
    /^```/ { let_go(); print; code = !code; next }
    code || /^$/ || /^[#|]/ { let_go(); print; next }
    /^\* / { let_go(); held = $0; next }
    { sub(/^ +/, ""); held = held == "" ? $0 : held " " $0 }
    END { let_go() }
  '
}

which_file() {
  cat <<'END'
## Which file is yours

| system | file ends in |
|---|---|
| Windows 10 and 11 | `-setup.exe` |
| macOS 13.3 and newer, Apple silicon | `_aarch64.dmg` |
| macOS 13.3 and newer, Intel | `_x64.dmg` |
| Debian 12, Ubuntu 24.04 and newer | `.deb` |
| Fedora, openSUSE | `.rpm` |
| another Linux | `.AppImage` |
END
}

windows() {
  if [ "$WINDOWS_SIGNED" = true ]; then
    cat <<'END'
**Windows.** The installer is signed: its *Properties* name the publisher under *Digital Signatures*. While the file is new
and few people have it, SmartScreen may still say *Windows protected your PC*: choose *More info*, see that the publisher is
the same, then *Run anyway*.
END
  else
    cat <<'END'
**Windows.** The installer is **not signed**. SmartScreen will say *Windows protected your PC* and *Publisher: Unknown
publisher*. Check the file as shown below; if it is right, choose *More info*, then *Run anyway*. Where Smart App Control is
on, Windows 11 may refuse the file, and offers no way around that.
END
  fi
}

macos() {
  if [ "$MACOS_SIGNED" = true ]; then
    cat <<'END'
**macOS.** The app is signed by its developer and notarized by Apple. Gatekeeper asks once whether to open an app that was
downloaded.
END
  else
    cat <<'END'
**macOS.** The app is **not signed by a developer known to Apple, and not notarized**. Gatekeeper will say *Apple could not
verify “Velvet Rope” is free of malware* and offer *Done* and *Move to Trash*. Check the file as shown below; if it is right,
choose *Done*, open *System Settings → Privacy & Security*, and choose *Open Anyway* there. macOS 13 and 14 say that *the
developer cannot be verified*: click the app with the Control key held, then choose *Open*, and *Open* again.
END
  fi
}

linux() {
  cat <<'END'
**Linux.** The packages and the AppImage are **not signed**. apt and dnf install a file from your disk without a word about
it; zypper warns. An AppImage must be made executable first: `chmod +x FILE`.
END
}

how_to_check() {
  cat <<'END'
## Check what you downloaded

Each file's SHA-256 is in `SHA256SUMS`. Put both in one folder, then:

```
sha256sum --check --ignore-missing SHA256SUMS       Linux
shasum -a 256 --check --ignore-missing SHA256SUMS   macOS
Get-FileHash FILE                                   Windows: compare it with the line in SHA256SUMS
```

That tells whether it arrived whole. Whether it was built from this repository, and from which commit, tells
[GitHub's command line](https://cli.github.com), on every system:

```
END
  printf 'gh attestation verify FILE --repo %s\n' "$GITHUB_REPOSITORY"
  cat <<'END'
```

What the app is made of is listed in the two `.cdx.json` files (CycloneDX): one for Rust, one for the window.
END
}

{
  changes
  echo
  which_file
  printf '\n## What your system will say\n\n'
  windows
  echo
  macos
  echo
  linux
  echo
  how_to_check
} | unwrapped
