package seed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Load reads a seed from a JSON file. Its errors name the file and the line. So do errors of [Build] about the content
// of a loaded seed, such as a grant for an application that the seed does not contain.
func Load(path string) (*Seed, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("reading the seed: %w", err)
	}
	seed := &Seed{}
	if err := Decode(raw, seed); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	seed.File = path
	return seed, nil
}

// locate adds the file of a seed, and the line of the faulty member, to an error.
func (seed *Seed) locate(err error) error {
	if err == nil || seed.File == "" {
		return err
	}
	if raw, readErr := os.ReadFile(seed.File); readErr == nil {
		err = AtLine(raw, err)
	}
	return fmt.Errorf("%s: %w", seed.File, err)
}

var memberNames = []string{
	"tenant",
	"exact",
	"variants",
	"default_third_party_security_mode",
	"application_limit",
	"management_application",
	"clients",
	"resource_servers",
	"connections",
	"client_grants",
	"organizations",
	"tenant_settings",
	"credentials",
	"organization_client_grants",
	"rate_limit_policies",
	"organization_clients",
	"grants",
	"users",
	"refresh_tokens",
	"rules",
	"hooks",
	"network_acls",
	"documents",
	"rate_limit",
	"latency",
	"jitter",
	"lag",
	"clock",
	"faults",
	"signing_key",
}

// Decode reads a seed or a state file. Its errors begin with the line.
func Decode(raw []byte, into any) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return object.SyntaxError(raw, err)
	}
	for name := range members {
		if !slices.Contains(memberNames, name) {
			return AtLine(raw, unknownMember(name))
		}
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return object.SyntaxError(raw, err)
	}
	return checkDuplicates(json.NewDecoder(bytes.NewReader(raw)), raw, nil)
}

func unknownMember(name string) error {
	for _, known := range memberNames {
		if isMisspelt(name, known) {
			return errorAt([]any{name}, "unknown member; did you mean %s?", known)
		}
	}
	return errorAt([]any{name}, "unknown member; a seed has %s", strings.Join(memberNames[:len(memberNames)-1], ", "))
}

// checkDuplicates refuses a member that an object has twice, because the first would be lost. The text must be valid
// JSON.
func checkDuplicates(decoder *json.Decoder, raw []byte, at []any) error {
	opening, err := decoder.Token()
	if err != nil {
		return err
	}
	var seen map[string]bool
	switch opening {
	case json.Delim('{'):
		seen = map[string]bool{}
	case json.Delim('['):
	default:
		return nil
	}
	for i := 0; decoder.More(); i++ {
		path := append(slices.Clone(at), i)
		if seen != nil {
			key, err := decoder.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			path[len(at)] = name
			if seen[name] {
				return fmt.Errorf("line %d: "+
					"%w", object.LineAt(raw, decoder.InputOffset()), errorAt(path, "stands here for the "+
					"second time"))
			}
			seen[name] = true
		}
		if err := checkDuplicates(decoder, raw, path); err != nil {
			return err
		}
	}
	_, err = decoder.Token()
	return err
}

// AtLine adds the line of the faulty member to a seed error.
func AtLine(raw []byte, err error) error {
	var fault *Error
	if !errors.As(err, &fault) {
		return err
	}
	return fmt.Errorf("line %d: %w", object.LineAt(raw, offsetOf(raw, fault.path)), err)
}

// offsetOf finds the member at path or, if it is missing, its deepest parent that exists.
func offsetOf(raw []byte, path []any) int64 {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	offset := int64(0)
	for _, step := range path {
		if _, err := decoder.Token(); err != nil { // the { or [ of the parent
			return offset
		}
		switch s := step.(type) {
		case int:
			for range s {
				if !skipValue(decoder) {
					return offset
				}
			}
			if !decoder.More() {
				return offset
			}
			offset = decoder.InputOffset() + leadingSpace(raw[decoder.InputOffset():])
		case string:
			found := false
			for !found && decoder.More() {
				key, err := decoder.Token()
				if err != nil {
					return offset
				}
				if found = key == s; !found && !skipValue(decoder) {
					return offset
				}
			}
			if !found {
				return offset
			}
			offset = decoder.InputOffset()
		}
	}
	return offset
}

func skipValue(decoder *json.Decoder) bool {
	var value json.RawMessage
	return decoder.More() && decoder.Decode(&value) == nil
}

// leadingSpace is the length of the space and comma before an array item.
func leadingSpace(raw []byte) int64 {
	return int64(len(raw) - len(bytes.TrimLeft(raw, " \t\r\n,")))
}
