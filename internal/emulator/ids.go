package emulator

import (
	"crypto/rand"
	"encoding/hex"
)

const (
	alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	secretSymbols = alphanumerics + "_-"
)

// randomText returns n characters of the alphabet. The alphabets divide 256 unevenly; for ids that does not matter.
func randomText(n int, alphabet string) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails, see crypto/rand
	for i, b := range raw {
		raw[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(raw)
}

func newClientID(strict bool) string {
	if strict {
		return "tpc_" + randomText(22, alphanumerics)
	}
	return randomText(32, alphanumerics)
}

func newClientSecret() string { return randomText(64, secretSymbols) }

func newClientGrantID() string { return "cgr_" + randomText(16, alphanumerics) }

func newConnectionID() string { return "con_" + randomText(16, alphanumerics) }

func newCredentialID() string { return "cred_" + randomText(22, alphanumerics) }

func newOrganizationID() string { return "org_" + randomText(16, alphanumerics) }

func newResourceServerID() string {
	raw := make([]byte, 12)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}
