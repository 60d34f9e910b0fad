package auth0

import (
	"context"
	"testing"

	"golang.org/x/oauth2"
)

// A caller that saw no token in the cache may come to its turn after the fetch of another has ended.
func TestRenewLooksAgain(t *testing.T) {
	t.Parallel()
	source := &tokenSource{token: "fetched meanwhile", fetch: func(context.Context) (*oauth2.Token, error) {
		t.Error("another token is fetched")
		return &oauth2.Token{}, nil
	}}
	if token, err := source.renew(t.Context()); token != "fetched meanwhile" || err != nil {
		t.Errorf("got %q, %v", token, err)
	}
}
