// Command registry writes the archives of a release of the provider as an OCI image layout, without a container engine.
// OpenTofu installs the provider from it (oci_mirror) once it is in a registry. Each archive becomes the layer of a
// manifest for its platform, unchanged, so that its checksum is the one that the registries know.
//
//	go run ./scripts/registry -to dist/provider-oci.tar dist/terraform-provider-auth0access_*.zip
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/google/go-containerregistry/pkg/v1/layout"

	"github.com/auth0access/terraform-provider-auth0access/scripts/internal/archive"
)

func main() {
	to := flag.String("to", "dist/provider-oci.tar", "archive to write")
	flag.Parse()
	if err := run(*to, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "registry:", err)
		os.Exit(1)
	}
}

func run(to string, paths []string) error {
	packages, err := readPackages(paths)
	if err != nil {
		return err
	}
	return archive.Write(to, func(mirror layout.Path) error { return appendProvider(mirror, packages) })
}
