package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// writeArchive writes an archive with one file into a folder.
func writeArchive(t *testing.T, folder, name, file string) string {
	t.Helper()
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	program, err := w.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := program.Write([]byte("the program of " + name)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// release writes the archives of a version for platforms.
func release(t *testing.T, folder, version string, platforms ...string) (paths []string) {
	t.Helper()
	for _, platform := range platforms {
		file := "terraform-provider-auth0access_v" + version
		if strings.HasPrefix(platform, "windows") {
			file += ".exe"
		}
		paths = append(paths, writeArchive(t, folder, "terraform-provider-auth0access_"+version+"_"+platform+".zip", file))
	}
	return paths
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(bytes.NewReader(content)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(to, filepath.FromSlash(header.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		blob, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, blob, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The layout has each archive where OpenTofu looks for it in a registry.
func TestMirror(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	platforms := []string{"linux_amd64", "linux_arm", "windows_386"}
	paths := release(t, folder, "1.2.3+patch.1", platforms...)
	to, unpacked := filepath.Join(folder, "out", "mirror.tar"), filepath.Join(folder, "layout")
	if err := run(to, paths); err != nil {
		t.Fatal(err)
	}
	unpack(t, to, unpacked)
	names, err := layout.ImageIndexFromPath(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := names.IndexManifest()
	if err != nil || len(listed.Manifests) != 1 {
		t.Fatalf("the layout has %+v (%v)", listed, err)
	}
	built := listed.Manifests[0]
	if built.ArtifactType != providerType || built.Annotations["org.opencontainers.image.ref.name"] != "1.2.3_patch.1" {
		t.Errorf("the layout has %+v", built)
	}
	index, err := names.ImageIndex(built.Digest)
	if err != nil {
		t.Fatal(err)
	}
	provider, err := index.IndexManifest()
	if err != nil {
		t.Fatal(err)
	}
	if provider.ArtifactType != "application/vnd.opentofu.provider" || len(provider.Manifests) != len(platforms) {
		t.Fatalf("the index is %+v", provider)
	}
	for i, target := range provider.Manifests {
		if platform := target.Platform.OS + "_" + target.Platform.Architecture; platform != platforms[i] {
			t.Errorf("manifest %d is for %s", i, platform)
		}
		checkTarget(t, index, target, paths[i])
	}
}

// checkTarget compares the manifest for a platform with OpenTofu's requirements, and its layer with the archive.
func checkTarget(t *testing.T, provider v1.ImageIndex, target v1.Descriptor, path string) {
	t.Helper()
	image, err := provider.Image(target.Digest)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := image.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	const kind = "application/vnd.opentofu.provider-target"
	if target.ArtifactType != kind || manifest.ArtifactType != kind || len(manifest.Layers) != 1 || manifest.Layers[0].MediaType != "archive/zip" {
		t.Fatalf("the manifest is %+v", manifest)
	}
	layer, err := image.LayerByDigest(manifest.Layers[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	blob, err := layer.Compressed()
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(blob)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the layer is not %s (%v)", path, err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	folder, other := t.TempDir(), t.TempDir()
	good := release(t, folder, "1.2.3", "linux_amd64")
	noZip := filepath.Join(folder, "terraform-provider-auth0access_1.2.3_linux_arm64.zip")
	if err := os.WriteFile(noZip, []byte("PK"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, paths := range map[string][]string{
		"no archives":                 nil,
		"is of version 2.0.0":         append(slices.Clone(good), release(t, folder, "2.0.0", "linux_amd64")...),
		"is the second one for linux": append(release(t, other, "1.2.3", "linux_amd64"), good...),
		"is not named as":             {writeArchive(t, folder, "auth0-emulator_1.2.3_linux_amd64.zip", "auth0-emulator")},
		"does not hold the provider":  {writeArchive(t, folder, "terraform-provider-auth0access_1.2.3_linux_386.zip", "terraform-provider-auth0access_v1.2.2")},
		"not a valid zip":             {noZip},
		"no such file":                {filepath.Join(folder, "terraform-provider-auth0access_9.9.9_linux_386.zip")},
	} {
		to := filepath.Join(other, "mirror.tar")
		if err := run(to, paths); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
		if _, err := os.Stat(to); err == nil {
			t.Error("something was written")
		}
	}
}
