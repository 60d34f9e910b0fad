package acctest

import (
	"errors"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
)

// contractIfAny returns the published contract of the API, nil where it is not at hand.
func contractIfAny(t testing.TB) *contract.Document {
	t.Helper()
	document, err := contract.Find()
	if err != nil && !errors.Is(err, contract.ErrNoDocument) {
		t.Fatal(err)
	}
	return document
}
