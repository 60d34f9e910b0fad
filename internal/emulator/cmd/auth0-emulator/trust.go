package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// trustVariables name files of CA certificates: Go, OpenSSL, curl and Python read the first, Node reads the second.
var trustVariables = []string{"SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"}

// trust lets a command trust the tenant's certificate.
type trust struct {
	variables []string
	dir       string // of files made for the variables; "" for none
}

// newTrust sets the variables to the CA certificate. If a variable already names a file, it is set to a copy of that
// file with the certificate added. Without a CA certificate it does nothing.
func newTrust(inherited []string, caFile string) (trust, error) {
	var t trust
	if caFile == "" {
		return t, nil
	}
	authority, err := os.ReadFile(caFile) //nolint:gosec // the file that was just written
	if err != nil {
		return t, fmt.Errorf("reading the CA certificate: %w", err)
	}
	for _, name := range trustVariables {
		file := caFile
		if before := valueOf(inherited, name); before != "" {
			if file, err = t.extend(before, name, authority); err != nil {
				t.remove()
				return trust{}, fmt.Errorf("adding the CA certificate to %s: %w", name, err)
			}
		}
		t.variables = append(t.variables, name+"="+file)
	}
	return t, nil
}

// extend writes the certificates of a file, and one more, to a temporary file.
func (t *trust) extend(before, name string, authority []byte) (string, error) {
	certificates, err := os.ReadFile(before) //nolint:gosec // what the caller's environment names
	if err != nil {
		return "", err
	}
	if t.dir == "" {
		if t.dir, err = os.MkdirTemp("", "auth0-emulator-"); err != nil {
			return "", err
		}
	}
	file := filepath.Join(t.dir, strings.ToLower(name)+".pem")
	//nolint:gosec // in a folder made for it
	return file, os.WriteFile(file, slices.Concat(certificates, []byte("\n"), authority), 0o600)
}

func (t *trust) remove() {
	if t.dir != "" {
		_ = os.RemoveAll(t.dir)
	}
}

// valueOf returns the value of a variable in an environment. If it is set twice, the last value counts.
func valueOf(environment []string, name string) string {
	for _, variable := range slices.Backward(environment) {
		if value, found := strings.CutPrefix(variable, name+"="); found {
			return value
		}
	}
	return ""
}
