// Package archive writes archives of OCI image layouts, without a container engine.
package archive

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// Epoch is the time of everything in an archive, so that the same content gives the same bytes.
var Epoch = time.Unix(0, 0).UTC()

// RefName is the annotation with the name of an image or index in a layout.
const RefName = "org.opencontainers.image.ref.name"

// Write writes a tar file of a layout. fill adds the content.
func Write(to string, fill func(layout.Path) error) (failure error) {
	folder, err := os.MkdirTemp("", "layout")
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, os.RemoveAll(folder)) }()
	path, err := layout.Write(folder, empty.Index)
	if err != nil {
		return err
	}
	if err := fill(path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // everybody may read what is built
		return err
	}
	file, err := os.Create(to) //nolint:gosec // what the caller asks for
	if err != nil {
		return err
	}
	defer func() { failure = errors.Join(failure, file.Close()) }()
	return pack(file, folder)
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
		header := &tar.Header{Name: filepath.ToSlash(name), Mode: 0o644, Size: int64(len(content)), ModTime: Epoch}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	})
	return errors.Join(err, w.Close())
}
