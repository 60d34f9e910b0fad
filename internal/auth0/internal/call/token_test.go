package call

import (
	"context"
	"testing"
)

// A caller that saw no token in the cache may come to its turn after the fetch of another has ended.
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
