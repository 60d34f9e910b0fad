package main

import (
	"archive/tar"
	"bytes"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/auth0access/terraform-provider-auth0access/scripts/internal/archive"
)

// user is an unprivileged user, as in distroless images.
const user = 65532

// binary is the emulator for one architecture of Linux.
type binary struct {
	architecture string
	content      []byte
}

// newIndex returns an index with one image for each binary.
func newIndex(version string, binaries []binary) (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, b := range binaries {
		image, err := newImage(version, b)
		if err != nil {
			return nil, err
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        image,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: b.architecture}},
		})
	}
	return index, nil
}

func newImage(version string, b binary) (v1.Image, error) {
	files, err := layerFiles(b.content)
	if err != nil {
		return nil, err
	}
	layer, err := tarball.LayerFromOpener(
		func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files)), nil },
		tarball.WithMediaType(types.OCILayer),
	)
	if err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err = mutate.ConfigFile(image, &v1.ConfigFile{
		OS:           "linux",
		Architecture: b.architecture,
		Created:      v1.Time{Time: archive.Epoch},
		RootFS:       v1.RootFS{Type: "layers"},
		Config: v1.Config{
			User:         "65532:65532",
			WorkingDir:   "/tmp",
			Entrypoint:   []string{"/auth0-emulator", "--listen", "0.0.0.0:8080", "--expose"},
			ExposedPorts: map[string]struct{}{"8080/tcp": {}},
			Labels: map[string]string{
				"org.opencontainers.image.title":    "auth0-emulator",
				"org.opencontainers.image.version":  version,
				"org.opencontainers.image.source":   "https://github.com/auth0access/terraform-provider-auth0access",
				"org.opencontainers.image.licenses": "MPL-2.0",
			},
		},
	})
	if err != nil {
		return nil, err
	}
	return mutate.Append(image, mutate.Addendum{
		Layer:   layer,
		History: v1.History{Created: v1.Time{Time: archive.Epoch}, CreatedBy: "scripts/image"},
	})
}

// layerFiles returns a tar file with the content of the image.
func layerFiles(content []byte) ([]byte, error) {
	var files bytes.Buffer
	w := tar.NewWriter(&files)
	folder := &tar.Header{Typeflag: tar.TypeDir, Name: "tmp/", Mode: 0o700, Uid: user, Gid: user, ModTime: archive.Epoch}
	program := &tar.Header{Name: "auth0-emulator", Mode: 0o755, Size: int64(len(content)), ModTime: archive.Epoch}
	if err := w.WriteHeader(folder); err != nil {
		return nil, err
	}
	if err := w.WriteHeader(program); err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return files.Bytes(), nil
}
