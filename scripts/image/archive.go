package main

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// writeArchive writes an index as a tar file of an OCI image layout, under the name of the version.
func writeArchive(to, version string, index v1.ImageIndex) (failure error) {
	folder, err := os.MkdirTemp("", "image")
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, os.RemoveAll(folder)) }()
	images, err := layout.Write(folder, empty.Index)
	if err != nil {
		return err
	}
	names := map[string]string{"org.opencontainers.image.ref.name": version}
	if err := images.AppendIndex(index, layout.WithAnnotations(names)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // everybody may read what is built
		return err
	}
	archive, err := os.Create(to) //nolint:gosec // what the caller asks for
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, archive.Close()) }()
	return pack(archive, folder)
}

// pack writes the files of a folder, in the order of their names and without times and owners.
func pack(archive io.Writer, folder string) error {
	w := tar.NewWriter(archive)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // in a folder of our own
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		header := &tar.Header{Name: filepath.ToSlash(name), Mode: 0o644, Size: int64(len(content)), ModTime: epoch}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	})
	return errors.Join(err, w.Close())
}
