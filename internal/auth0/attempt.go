package auth0

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// maxAttempts is how often a listing is attempted that many callers wait for and share.
const maxAttempts = 2

// attempt makes a listing, once more if it fails for a reason that may pass.
func attempt[T any](ctx context.Context, list func(context.Context) (T, error)) (found T, err error) {
	for range maxAttempts {
		if found, err = list(ctx); err == nil || call.IsRefusal(err) || ctx.Err() != nil {
			break
		}
	}
	return found, err
}
