# nix run "git+file:.?dir=.ci/package"
{
  description = "Read two articles side by side, and tag what they claim";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
      cargo = builtins.fromTOML (builtins.readFile ../../Cargo.toml);
    in
    {
      packages = each (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "diptych";
          version = cargo.package.version;
          src = ../..;
          cargoLock.lockFile = ../../Cargo.lock;
          buildFeatures = [ "parquet" ];
          # The tests want a pseudo-terminal, git and a folder of their own; CI runs them.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = ''
            $out/bin/diptych man --all man
            installManPage man/*.1
            for shell in bash zsh fish; do
              $out/bin/diptych completions $shell > diptych.$shell
            done
            installShellCompletion diptych.bash diptych.fish --zsh diptych.zsh
          '';
          meta = {
            description = cargo.package.description;
            license = with pkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "diptych";
          };
        };
      });
    };
}
