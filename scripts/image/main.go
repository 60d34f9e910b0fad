// Command image writes the emulator as an OCI image archive, without a container engine. The image has the static
// binary and a folder for temporary files, and nothing else.
//
//	go run ./scripts/image -to dist/auth0-emulator-image.tar -version 1.2.3 amd64=BINARY arm64=BINARY
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/google/go-containerregistry/pkg/v1/layout"

	"github.com/auth0access/terraform-provider-auth0access/scripts/internal/archive"
)

func main() {
	to := flag.String("to", "dist/auth0-emulator-image.tar", "archive to write")
	version := flag.String("version", "dev", "version of the emulator")
	flag.Parse()
	if err := run(*to, *version, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run(to, version string, args []string) error {
	binaries := make([]binary, 0, len(args))
	for _, arg := range args {
		architecture, path, found := strings.Cut(arg, "=")
		if !found {
			return fmt.Errorf("%q is not ARCHITECTURE=BINARY", arg)
		}
		content, err := os.ReadFile(path) //nolint:gosec // what the caller asks for
		if err != nil {
			return err
		}
		binaries = append(binaries, binary{architecture, content})
	}
	if len(binaries) == 0 {
		return errors.New("no binaries; write them as ARCHITECTURE=BINARY")
	}
	index, err := newIndex(version, binaries)
	if err != nil {
		return err
	}
	return archive.Write(to, func(images layout.Path) error {
		return images.AppendIndex(index, layout.WithAnnotations(map[string]string{archive.RefName: version}))
	})
}
