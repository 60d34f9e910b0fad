package call

import (
	"context"
	"testing"
)

// A caller that found no token in the cache may get its turn after another caller has fetched one.
func TestRenewLooksAgain(t *testing.T) {
	t.Parallel()
	source := &tokens{token: "fetched meanwhile", fetch: func(context.Context) (granted, error) {
		t.Error("another token is fetched")
		return granted{}, nil
	}}
	if token, err := source.renew(t.Context()); token != "fetched meanwhile" || err != nil {
		t.Errorf("got %q, %v", token, err)
	}
}
