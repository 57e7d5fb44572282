cask "velvet-rope" do
  arch arm: "aarch64", intel: "x64"

  version "@VERSION@"
  sha256 arm:   "@MACOS_ARM_SHA256@",
         intel: "@MACOS_INTEL_SHA256@"

  url "@PAGE@/releases/download/v#{version}/Velvet-Rope_#{version}_#{arch}.dmg"
  name "Velvet Rope"
  desc "Small desktop utility"
  homepage "@PAGE@"

  depends_on macos: ">= :ventura"

  app "Velvet Rope.app"

  uninstall quit: "org.velvetrope.desktop"

  zap trash: [
    "~/Library/Application Support/org.velvetrope.desktop",
    "~/Library/Caches/org.velvetrope.desktop",
    "~/Library/Saved Application State/org.velvetrope.desktop.savedState",
    "~/Library/WebKit/org.velvetrope.desktop",
  ]
end
