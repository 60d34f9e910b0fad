// Command mirror puts a provider binary into a Terraform filesystem mirror, so that `terraform init` finds it without
// a registry.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

func main() {
	log.SetFlags(0)
	binary := flag.String("binary", "", "provider binary")
	to := flag.String("to", "", "directory of the mirror, such as ~/.terraform.d/plugins")
	version := flag.String("version", "0.0.1", "version that Terraform shall see")
	flag.Parse()
	target, err := install(*binary, *to, *version)
	if err != nil {
		log.Fatal("mirror: ", err)
	}
	fmt.Println(target)
}

// install copies the binary to where Terraform expects it below the mirror's directory and returns that place.
func install(binary, to, version string) (string, error) {
	content, err := os.ReadFile(binary)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(to, filepath.FromSlash(provider.Address), version, runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	target := filepath.Join(dir, "terraform-provider-auth0access_v"+version)
	// A running provider cannot be overwritten, but it can be replaced.
	if err := os.Remove(target); err != nil && !os.IsNotExist(err) {
		return "", err
	}
	return target, os.WriteFile(target, content, 0o755) //nolint:gosec // a program must be executable
}
