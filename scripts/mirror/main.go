// Command mirror puts a provider binary into a filesystem mirror, so that `terraform init` and `tofu init` find it
// without a registry.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

func main() {
	log.SetFlags(0)
	binary := flag.String("binary", "", "provider binary")
	to := flag.String("to", "", "directory of the mirror, such as ~/.terraform.d/plugins")
	version := flag.String("version", "1.0.0", "version that Terraform shall see")
	flag.Parse()
	for _, address := range []string{provider.Address, openTofuAddress()} {
		target, err := install(*binary, *to, address, *version)
		if err != nil {
			log.Fatal("mirror: ", err)
		}
		fmt.Println(target)
	}
}

// openTofuAddress is the address of the provider in OpenTofu, which has another default registry.
func openTofuAddress() string {
	_, name, _ := strings.Cut(provider.Address, "/")
	return "registry.opentofu.org/" + name
}

// install copies the binary to the path in the mirror at which a provider with the given address is expected, and
// returns the path.
func install(binary, to, address, version string) (string, error) {
	content, err := os.ReadFile(binary) //nolint:gosec // the caller's own choice
	if err != nil {
		return "", err
	}
	dir := filepath.Join(to, filepath.FromSlash(address), version, runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a mirror may be shared
		return "", err
	}
	target := filepath.Join(dir, "terraform-provider-auth0access_v"+version)
	// A running provider cannot be overwritten, but it can be replaced.
	if err := os.Remove(target); err != nil && !os.IsNotExist(err) {
		return "", err
	}
	return target, os.WriteFile(target, content, 0o755) //nolint:gosec // a program must be executable
}
