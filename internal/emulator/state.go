package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/disk"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/keys"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/seed"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// state keeps the tenant in a file. The zero value keeps it in memory only.
type state struct {
	path    string
	file    *disk.File // nil without a path
	failed  bool       // whether the file lacks a change because a write failed
	tracked *tenant.Tenant
}

// open opens the file and returns the tenant that it holds, nil if there is none yet, with its signing key as PEM.
func (s *state) open(given []string, now time.Time) (*tenant.Tenant, string, error) {
	if s.path == "" {
		return nil, "", nil
	}
	older, err := loadOlder(s.path, given, now)
	if err != nil {
		return nil, "", err
	}
	if older != nil {
		if err := older.convert(s.path); err != nil {
			return nil, "", err
		}
	}
	if s.file, err = disk.Open(s.path); err != nil {
		return nil, "", err
	}
	choose := func(names []string) (tenant.Chosen, error) {
		return seed.ChooseVariants(tenant.Overlay(given, names))
	}
	held, err := s.file.Read(choose)
	return held, s.file.SigningKey(), err
}

// start replaces the content of the file with a tenant, and keeps that from now on. The signing key is kept too, so
// that tokens survive a restart.
func (s *state) start(t *tenant.Tenant, ring *keys.Ring) error {
	if s.file == nil {
		return nil
	}
	if _, err := ring.Private(); err != nil {
		return err
	}
	t.Track()
	s.tracked = t
	return s.check(s.file.Replace(t, ring.Marshal()))
}

// resume keeps the tenant that the file contains.
func (s *state) resume(t *tenant.Tenant) {
	t.Track()
	s.tracked = t
}

// save writes what has changed. It is called with the lock held and before a write is answered, so that a killed
// process loses nothing that it has acknowledged. After a failure, the next call writes the complete tenant.
func (s *state) save() error {
	if s.file == nil {
		return nil
	}
	changes := s.tracked.TakeChanges()
	if s.failed {
		return s.check(s.file.Replace(s.tracked, s.file.SigningKey()))
	}
	return s.check(s.file.Write(s.tracked, changes))
}

func (s *state) check(err error) error {
	s.failed = err != nil
	if err != nil {
		return fmt.Errorf("state file %s: %w", s.path, err)
	}
	return nil
}

// close releases the file.
func (s *state) close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

// olderState is the content of a state file of earlier versions: the tenant as a seed, and the signing key.
type olderState struct {
	Seed
	SigningKey string `json:"signing_key,omitempty"`

	tenant *tenant.Tenant
}

// loadOlder reads a state file of an earlier version, nil if there is no file or if it has the current format.
func loadOlder(path string, given []string, now time.Time) (*olderState, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if errors.Is(err, os.ErrNotExist) || err == nil && !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading it: %w", err)
	}
	older := &olderState{}
	if err := seed.Decode(raw, older); err != nil {
		return nil, err
	}
	if older.tenant, err = seed.Build(&older.Seed, given, nil, now); err != nil {
		return nil, err
	}
	if older.SigningKey != "" {
		if _, err := keys.Parse(older.SigningKey); err != nil {
			return nil, fmt.Errorf("signing_key: %w", err)
		}
	}
	return older, nil
}

// convert replaces the file at path with one in the current format, atomically.
func (o *olderState) convert(path string) error {
	next := path + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("converting it: %w", err)
	}
	file, err := disk.Open(next)
	if err != nil {
		return fmt.Errorf("converting it: %w", err)
	}
	if err := errors.Join(file.Replace(o.tenant, o.SigningKey), file.Close()); err != nil {
		return fmt.Errorf("converting it: %w", err)
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("converting it: %w", err)
	}
	return nil
}
