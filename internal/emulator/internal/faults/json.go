package faults

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// faultMembers is Fault without its methods, so that its JSON can be embedded.
type faultMembers Fault

// faultDocument is a fault in JSON.
type faultDocument struct {
	faultMembers
	Delay string `json:"delay,omitempty"`
}

// MarshalJSON writes Delay as text.
func (f Fault) MarshalJSON() ([]byte, error) {
	out := faultDocument{faultMembers: faultMembers(f)}
	if f.Delay != 0 {
		out.Delay = f.Delay.String()
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads a fault and refuses members it does not know.
func (f *Fault) UnmarshalJSON(raw []byte) error {
	var in faultDocument
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		return fmt.Errorf("fault: %w", err)
	}
	*f = Fault(in.faultMembers)
	if in.Delay != "" {
		delay, err := time.ParseDuration(in.Delay)
		if err != nil {
			return fmt.Errorf(`fault: delay %q is not a time such as "1.5s"`, in.Delay)
		}
		f.Delay = delay
	}
	return nil
}

// Load reads faults from a JSON file that holds one of them or an array. Its errors name the file.
func Load(path string) ([]Fault, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("reading the faults: %w", err)
	}
	faults, err := Decode(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return faults, nil
}

// Decode reads one fault or an array of them, and checks them.
func Decode(raw []byte) ([]Fault, error) {
	var faults []Fault
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] != '[' {
		faults = make([]Fault, 1)
		if err := json.Unmarshal(raw, &faults[0]); err != nil {
			return nil, notJSON(raw, err)
		}
	} else if err := json.Unmarshal(raw, &faults); err != nil {
		return nil, notJSON(raw, err)
	}
	for i, f := range faults {
		if err := f.Check(); err != nil {
			return nil, fmt.Errorf("fault %d: %w", i+1, err)
		}
	}
	return faults, nil
}

// notJSON names the line of a syntax error.
func notJSON(raw []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) {
		return object.SyntaxError(raw, err)
	}
	return err
}
