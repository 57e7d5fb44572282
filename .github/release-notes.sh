#!/bin/sh
# Prints the release notes. Needs VERSION, MACOS_SIGNED and WINDOWS_SIGNED (true or false), GITHUB_REPOSITORY, and
# VELVET_UPDATES_KEY: the public key of minisign, or nothing.
set -eu

: "${VERSION:?}" "${MACOS_SIGNED:?}" "${WINDOWS_SIGNED:?}" "${GITHUB_REPOSITORY:?}"
public_key=${VELVET_UPDATES_KEY-}
cd "$(dirname "$0")/.."

# Prints the changelog section of this version, without its heading.
changes() {
  awk -v heading="## $VERSION" '
    /^## / { here = ($0 == heading || index($0, heading " ") == 1); next }
    here
  ' CHANGELOG.md
}

# GitHub keeps the line breaks of release notes, so this joins each paragraph into one line.
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
## Which file to download

| System | File name ends with |
|---|---|
| Windows 10 and 11 | `-setup.exe` |
| macOS 13.3 or later, Apple silicon | `_aarch64.dmg` |
| macOS 13.3 or later, Intel | `_x64.dmg` |
| Debian 12, Ubuntu 24.04, or later | `.deb` |
| Fedora, openSUSE | `.rpm` |
| Other Linux | `.AppImage` |
END
}

windows() {
  if [ "$WINDOWS_SIGNED" = true ]; then
    cat <<'END'
**Windows.** The installer and the app are signed; the uninstaller isn't. The installer's *Properties* show the publisher
under *Digital Signatures*. While the file is new and few people have downloaded it, SmartScreen may still say *Windows
protected your PC*. Choose *More info*, make sure that the publisher is the same, then choose *Run anyway*.
END
  else
    cat <<'END'
**Windows.** The installer is **not signed**. SmartScreen says *Windows protected your PC* and *Publisher: Unknown
publisher*. Verify the file as shown below. If it's right, choose *More info*, then *Run anyway*. If Smart App Control is on,
Windows 11 may block the file, with no way to allow it.
END
  fi
}

macos() {
  if [ "$MACOS_SIGNED" = true ]; then
    cat <<'END'
**macOS.** The app and the disk image are signed by their developer and notarized by Apple. Gatekeeper asks once whether you want to open an app
that was downloaded.
END
  else
    cat <<'END'
**macOS.** The app is **not signed by a developer known to Apple, and not notarized**. Gatekeeper says *Apple could not
verify “Velvet Rope” is free of malware* and offers *Done* and *Move to Trash*. Verify the file as shown below. If it's right,
choose *Done*, open *System Settings → Privacy & Security*, and choose *Open Anyway* there. macOS 13 and 14 say that *the
developer cannot be verified*. There, Control-click the app, choose *Open*, then *Open* again.
END
  fi
}

linux() {
  if [ -n "$public_key" ]; then
    cat <<'END'
**Linux.** The packages and the AppImage have minisign signatures: the files that end with `.minisig`. apt and dnf don't look
at them, and install a local file without a warning. zypper warns you. Verify the file as shown below. Make an AppImage
executable before you open it: `chmod +x FILE`.
END
  else
    cat <<'END'
**Linux.** The packages and the AppImage are **not signed**. apt and dnf install a local file without a warning. zypper
warns you. Make an AppImage executable before you open it: `chmod +x FILE`.
END
  fi
}

how_to_check() {
  cat <<'END'
## Verify your download

`SHA256SUMS` has the SHA-256 checksum of each file. Put it in the same folder as your file, then run:

```
sha256sum --check --ignore-missing SHA256SUMS       Linux
shasum -a 256 --check --ignore-missing SHA256SUMS   macOS
Get-FileHash FILE                                   Windows: compare it with the line in SHA256SUMS
```

This shows that the download is complete.
END
  if [ -n "$public_key" ]; then
    cat <<'END'
To see that we made the file, verify its signature with [minisign](https://jedisct1.github.io/minisign/). `SHA256SUMS` has
one, and so has each file for Linux. The public key is the same for every release:

```
END
    printf 'minisign -V -P %s -m SHA256SUMS\n' "$public_key"
    printf '```\n'
  fi
  cat <<'END'

To see whether the file was built from this repository, and from which commit, use [GitHub's command
line](https://cli.github.com) on any system:

```
END
  printf 'gh attestation verify FILE --repo %s\n' "$GITHUB_REPOSITORY"
  cat <<'END'
```

The two `.cdx.json` files (CycloneDX) list all components of the app: one for Rust, and one for the window.
END
}

{
  changes
  echo
  which_file
  printf '\n## Warnings from your system\n\n'
  windows
  echo
  macos
  echo
  linux
  echo
  how_to_check
} | unwrapped
