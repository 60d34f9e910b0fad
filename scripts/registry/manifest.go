package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/auth0access/terraform-provider-auth0access/scripts/internal/archive"
)

// The media types by which OpenTofu recognizes a provider, its package for a platform, and the archive.
const (
	providerType = "application/vnd.opentofu.provider"
	targetType   = "application/vnd.opentofu.provider-target"
	archiveType  = "archive/zip"
)

// emptyType is the type of the configuration of a manifest that has none: {}.
const emptyType = "application/vnd.oci.empty.v1+json"

// source is the annotation with the address of the source code.
var source = map[string]string{
	"org.opencontainers.image.source":   "https://github.com/auth0access/terraform-provider-auth0access",
	"org.opencontainers.image.licenses": "MPL-2.0",
}

// appendProvider appends an index of one version, with the tag that OpenTofu looks for.
func appendProvider(mirror layout.Path, packages []providerPackage) error {
	index := v1.IndexManifest{
		SchemaVersion: 2, MediaType: types.OCIImageIndex, ArtifactType: providerType, Annotations: source,
	}
	for _, one := range packages {
		target, err := appendPackage(mirror, one)
		if err != nil {
			return err
		}
		index.Manifests = append(index.Manifests, target)
	}
	whole, err := appendJSON(mirror, types.OCIImageIndex, index)
	if err != nil {
		return err
	}
	whole.ArtifactType = providerType
	whole.Annotations = map[string]string{archive.RefName: tag(packages[0].version)}
	return mirror.AppendDescriptor(whole)
}

// tag returns the version with only characters that a tag may have.
func tag(version string) string { return strings.ReplaceAll(version, "+", "_") }

// appendPackage appends the package for one platform.
func appendPackage(mirror layout.Path, one providerPackage) (v1.Descriptor, error) {
	config, err := appendJSON(mirror, emptyType, struct{}{})
	if err != nil {
		return v1.Descriptor{}, err
	}
	content, err := appendBlob(mirror, archiveType, one.content)
	if err != nil {
		return v1.Descriptor{}, err
	}
	target, err := appendJSON(mirror, types.OCIManifestSchema1, v1.Manifest{
		SchemaVersion: 2, MediaType: types.OCIManifestSchema1, ArtifactType: targetType,
		Config: config, Layers: []v1.Descriptor{content}, Annotations: source,
	})
	target.ArtifactType, target.Platform = targetType, &one.platform
	return target, err
}

func appendJSON(mirror layout.Path, kind types.MediaType, value any) (v1.Descriptor, error) {
	content, err := json.Marshal(value)
	if err != nil {
		return v1.Descriptor{}, err
	}
	return appendBlob(mirror, kind, content)
}

func appendBlob(mirror layout.Path, kind types.MediaType, content []byte) (v1.Descriptor, error) {
	digest, size, err := v1.SHA256(bytes.NewReader(content))
	if err != nil {
		return v1.Descriptor{}, err
	}
	err = mirror.WriteBlob(digest, io.NopCloser(bytes.NewReader(content)))
	return v1.Descriptor{MediaType: kind, Digest: digest, Size: size}, err
}
