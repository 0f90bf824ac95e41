# For a tap of one's own: Formula/diptych.rb. HOMEPAGE, the address of the archive and its checksum are the owner's to fill in.
class Diptych < Formula
  desc "Read two articles side by side in a terminal, and tag what they claim"
  homepage "HOMEPAGE"
  url "HOMEPAGE/archive/refs/tags/v0.1.0.tar.gz"
  sha256 "SHA256"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args, "--features", "parquet"
    generate_completions_from_executable(bin/"diptych", "completions", shells: [:bash, :zsh, :fish])
    system bin/"diptych", "man", "--all", "man"
    man1.install Dir["man/*.1"]
  end

  test do
    (testpath/"a.txt").write "Prices rose 5 % in May, the office said.\n"
    system bin/"diptych", "init"
    assert_match "5 %", shell_output("#{bin}/diptych suggest a.txt")
  end
end
