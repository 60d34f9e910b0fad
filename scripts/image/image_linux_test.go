package main

import (
	"archive/tar"
	"bufio"
	"debug/elf"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// The archive alone is enough to serve a tenant to another process.
func TestArchive(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	built, archive := filepath.Join(folder, "built"), filepath.Join(folder, "image.tar")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", built, "../../internal/emulator/cmd/auth0-emulator")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := run(archive, "1.2.3", []string{runtime.GOARCH + "=" + built, "other=" + built}); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	unpacked := filepath.Join(folder, "layout")
	unpack(t, file, unpacked)
	image, config := thisPlatform(t, unpacked)
	if config.Config.User != "65532:65532" || config.Config.Labels["org.opencontainers.image.version"] != "1.2.3" {
		t.Errorf("config %+v", config.Config)
	}
	layers, err := image.Layers()
	if err != nil || len(layers) != 1 {
		t.Fatalf("%d layers (%v)", len(layers), err)
	}
	content, err := layers[0].Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(folder, "root")
	unpack(t, content, root)
	serves(t, root, config.Config.Entrypoint)
}

// thisPlatform is the image for the machine that the test runs on, of two in the archive.
func thisPlatform(t *testing.T, folder string) (v1.Image, *v1.ConfigFile) {
	t.Helper()
	images, err := layout.ImageIndexFromPath(folder)
	if err != nil {
		t.Fatal(err)
	}
	names, err := images.IndexManifest()
	if err != nil || len(names.Manifests) != 1 {
		t.Fatalf("index %+v (%v)", names, err)
	}
	if name := names.Manifests[0].Annotations["org.opencontainers.image.ref.name"]; name != "1.2.3" {
		t.Errorf("the image is named %q", name)
	}
	index, err := images.ImageIndex(names.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	platforms, err := index.IndexManifest()
	if err != nil || len(platforms.Manifests) != 2 {
		t.Fatalf("index %+v (%v)", platforms, err)
	}
	for _, manifest := range platforms.Manifests {
		if manifest.Platform.String() != "linux/"+runtime.GOARCH {
			continue
		}
		image, err := index.Image(manifest.Digest)
		if err != nil {
			t.Fatal(err)
		}
		config, err := image.ConfigFile()
		if err != nil {
			t.Fatal(err)
		}
		return image, config
	}
	t.Fatalf("no image for this platform: %+v", platforms.Manifests)
	return nil, nil
}

// serves runs the entrypoint, on a free port of loopback, and signs in with what it announces.
func serves(t *testing.T, root string, entrypoint []string) {
	t.Helper()
	program := filepath.Join(root, entrypoint[0])
	static, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = static.Close() }()
	if libraries, err := static.ImportedLibraries(); err == nil && len(libraries) > 0 {
		t.Errorf("the binary needs %q, which the image does not have", libraries)
	}
	args := slices.Concat(entrypoint[1:], []string{"--listen", "127.0.0.1:0"})
	process := exec.CommandContext(t.Context(), program, args...)
	process.Env = []string{}
	process.Dir = filepath.Join(root, "tmp")
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = process.Process.Kill(); _ = process.Wait() }()
	var ready map[string]string
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&ready); err != nil {
		t.Fatal(err)
	}
	answer, err := http.PostForm(ready["url"]+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "audience": {ready["url"] + "/api/v2/"},
		"client_id": {ready["client_id"]}, "client_secret": {ready["client_secret"]},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("token: %d (%v)", answer.StatusCode, err)
	}
}

func unpack(t *testing.T, archive io.Reader, folder string) {
	t.Helper()
	for r := tar.NewReader(archive); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.Clean("/"+header.Name))
		parent := filepath.Dir(path)
		if header.Typeflag == tar.TypeDir {
			parent = path
		}
		if err := os.MkdirAll(parent, 0o700); err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeDir {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, header.FileInfo().Mode()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	to := filepath.Join(t.TempDir(), "image.tar")
	for _, args := range [][]string{nil, {"amd64"}, {"amd64=" + to}} {
		if err := run(to, "1.2.3", args); err == nil {
			t.Errorf("%q was accepted", args)
		}
	}
}
