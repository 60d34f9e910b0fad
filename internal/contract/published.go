package contract

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// ErrNoDocument is what [published] ends in if the document is in neither place.
var ErrNoDocument = errors.New("no OpenAPI document of Auth0: download " +
	"https://auth0.com/docs/api/management/openapi.json and name the file in AUTH0_OPENAPI")

// published returns the document that Auth0 publishes, which is read once per process: the file that the environment
// variable AUTH0_OPENAPI names, or else ../shared/auth0/management-api.json beside the repository.
var published = sync.OnceValues(func() (*document, error) {
	path, err := locate()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("AUTH0_OPENAPI") == "" {
		return nil, ErrNoDocument
	}
	if err != nil {
		return nil, fmt.Errorf("read OpenAPI document: %w", err)
	}
	theirs, err := parse(data, amend)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return theirs, nil
})

// locate returns where the document should be.
func locate() (string, error) {
	if path := os.Getenv("AUTH0_OPENAPI"); path != "" {
		return path, nil
	}
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return filepath.Join(folder, "..", "shared", "auth0", "management-api.json"), nil
		}
		if folder == filepath.Dir(folder) {
			return "", ErrNoDocument
		}
		folder = filepath.Dir(folder)
	}
}
