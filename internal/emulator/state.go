package emulator

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
)

// savedState is the content of a state file: the tenant as a seed, and the signing key, so that tokens outlive a
// restart.
type savedState struct {
	Seed
	SigningKey string `json:"signing_key,omitempty"`
}

// save writes the state file, if there is one. It is called with the lock held and before a write is answered, so that
// nothing that was acknowledged is lost when the process is killed. The file is replaced as a whole and never seen half
// written.
func (s *Server) save() error {
	if s.state == "" {
		return nil
	}
	content, err := json.MarshalIndent(
		savedState{Seed: *seed.Snapshot(s.store.Current), SigningKey: s.keys.Marshal()},
		"",
		" "+
			" ",
	)
	if err != nil {
		return fmt.Errorf("encoding the state: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(s.state), filepath.Base(s.state)+".*")
	if err != nil {
		return fmt.Errorf("writing the state file: %w", err)
	}
	_, writeErr := file.Write(append(content, '\n'))
	closeErr := file.Close()
	for _, err := range []error{writeErr, closeErr} {
		if err != nil {
			_ = os.Remove(file.Name())
			return fmt.Errorf("writing the state file: %w", err)
		}
	}
	if err := os.Rename(file.Name(), s.state); err != nil {
		return fmt.Errorf("writing the state file: %w", err)
	}
	return nil
}
