// Package auth0emulator starts auth0-emulator, a local Auth0 tenant, in a container of Testcontainers.
//
// The emulator's own Go package is internal to its module, whose tests run it with net/http/httptest. Tests of other
// modules use this package.
package auth0emulator

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

const (
	port     = "8080/tcp"
	seedPath = "/seed.json"
)

// Container is an emulator that runs.
type Container struct {
	testcontainers.Container

	// URL is the value for AUTH0_DOMAIN, and the address of the emulator's page. Its controls are at <URL>/__emulator/.
	URL string
	// ClientID and ClientSecret belong to an application with every scope of the Management API.
	ClientID, ClientSecret string
}

// Environment returns the variables in which the provider and Auth0's own tools look for a tenant.
func (c *Container) Environment() map[string]string {
	return map[string]string{"AUTH0_DOMAIN": c.URL, "AUTH0_CLIENT_ID": c.ClientID, "AUTH0_CLIENT_SECRET": c.ClientSecret}
}

// Run starts the image, such as ghcr.io/auth0access/auth0-emulator:1.0.0, and returns when the tenant is ready.
// Terminate the container even after an error; testcontainers.CleanupContainer handles both cases.
func Run(ctx context.Context, image string, options ...testcontainers.ContainerCustomizer) (*Container, error) {
	started, err := testcontainers.Run(ctx, image, append(defaults(), options...)...)
	if started == nil {
		return nil, fmt.Errorf("start auth0-emulator: %w", err)
	}
	container := &Container{Container: started}
	if err != nil {
		return container, fmt.Errorf("start auth0-emulator: %w", err)
	}
	if container.URL, err = started.PortEndpoint(ctx, port, "http"); err != nil {
		return container, fmt.Errorf("find the port of auth0-emulator: %w", err)
	}
	log, err := started.Logs(ctx)
	if err != nil {
		return container, fmt.Errorf("read what auth0-emulator printed: %w", err)
	}
	defer func() { _ = log.Close() }()
	container.ClientID, container.ClientSecret, err = credentials(log)
	return container, err
}

func defaults() []testcontainers.ContainerCustomizer {
	return []testcontainers.ContainerCustomizer{
		testcontainers.WithExposedPorts(port),
		testcontainers.WithWaitStrategy(wait.ForLog(`"client_secret":`)), // the line that says that the tenant is ready
	}
}

// WithSeed starts the tenant with the given seed, which is JSON.
func WithSeed(seed []byte) testcontainers.CustomizeRequestOption {
	return func(request *testcontainers.GenericContainerRequest) error {
		file := testcontainers.ContainerFile{Reader: bytes.NewReader(seed), ContainerFilePath: seedPath, FileMode: 0o444}
		return errors.Join(testcontainers.WithFiles(file)(request), WithFlags("--seed", seedPath)(request))
	}
}

// WithFlags gives auth0-emulator further flags, such as "--rate-limit", "free".
func WithFlags(flags ...string) testcontainers.CustomizeRequestOption {
	return testcontainers.WithCmdArgs(flags...)
}

// credentials finds the line that the emulator prints when it is ready in its output.
func credentials(log io.Reader) (id, secret string, err error) {
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		var ready struct {
			ID     string `json:"client_id"`
			Secret string `json:"client_secret"`
		}
		if json.Unmarshal(lines.Bytes(), &ready) == nil && ready.ID != "" {
			return ready.ID, ready.Secret, nil
		}
	}
	return "", "", errors.Join(errors.New("auth0-emulator printed no credentials"), lines.Err())
}
