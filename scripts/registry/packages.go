package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// archiveName is how a release names the provider's archives: version, system and architecture.
var archiveName = regexp.MustCompile(`^terraform-provider-auth0access_(\d+\.\d+\.\d+[^_]*)_(\w+)_(\w+)\.zip$`)

// providerPackage is the archive of one version for one platform.
type providerPackage struct {
	version  string
	platform v1.Platform
	content  []byte
}

// readPackages reads archives of one version, at most one for each platform.
func readPackages(paths []string) ([]providerPackage, error) {
	if len(paths) == 0 {
		return nil, errors.New("no archives; name those of a release, terraform-provider-auth0access_*.zip")
	}
	packages := make([]providerPackage, 0, len(paths))
	seen := map[string]bool{}
	for _, path := range paths {
		one, err := readPackage(path)
		switch {
		case err != nil:
			return nil, err
		case len(packages) > 0 && one.version != packages[0].version:
			return nil, fmt.Errorf("%s is of version %s, and others of %s", path, one.version, packages[0].version)
		case seen[one.platform.String()]:
			return nil, fmt.Errorf("%s is the second one for %s", path, one.platform.String())
		}
		seen[one.platform.String()] = true
		packages = append(packages, one)
	}
	return packages, nil
}

func readPackage(path string) (one providerPackage, err error) {
	parts := archiveName.FindStringSubmatch(filepath.Base(path))
	if parts == nil {
		return one, fmt.Errorf("%s is not named as an archive of a release, NAME_VERSION_SYSTEM_ARCHITECTURE.zip", path)
	}
	one = providerPackage{version: parts[1], platform: v1.Platform{OS: parts[2], Architecture: parts[3]}}
	if one.content, err = os.ReadFile(path); err != nil { //nolint:gosec // what the caller asks for
		return one, err
	}
	files, err := zip.NewReader(bytes.NewReader(one.content), int64(len(one.content)))
	if err != nil {
		return one, fmt.Errorf("%s: %w", path, err)
	}
	for _, file := range files.File {
		if strings.TrimSuffix(file.Name, ".exe") == "terraform-provider-auth0access_v"+one.version {
			return one, nil
		}
	}
	return one, fmt.Errorf("%s does not hold the provider of version %s", path, one.version)
}
