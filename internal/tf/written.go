package tf

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// writtenKey is where a resource's private state keeps its last write.
const writtenKey = "written"

// written is the last write of a resource. For a moment after it the API may answer as before: not at all for an object
// that was created, with its old members for one that was changed. Terraform may plan within that moment, and in a new
// process, which remembers nothing.
type written struct {
	At     time.Time `json:"at"`
	Before string    `json:"before,omitempty"` // fingerprint of what was there before, empty if there was nothing
}

// PrivateReader is the private state in a request.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the private state in a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// NoteWrite keeps in the private state that the resource was written just now. before and now are [Fingerprint]s of
// what was there and what is; before is empty for an object that was created.
func NoteWrite(ctx context.Context, private PrivateWriter, before, now string, diags *diag.Diagnostics) {
	note := written{At: time.Now(), Before: before}
	if before == now {
		note.Before = ""
	}
	encoded, err := json.Marshal(note)
	if err != nil {
		diags.AddError("Could not note the time of the write", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, writtenKey, encoded)...)
}

// ReadSettled reads an object of which the last write may be only moments ago. An answer from before that write (that
// the object is not there, or one that isOld finds in it, given the fingerprint of before) is not believed until
// [auth0.LagLimit] has passed since: the API is asked again. If the write is longer ago, it is asked once. read is
// told how fresh the answer must be.
func ReadSettled[T any](
	ctx context.Context,
	private PrivateReader,
	read func(context.Context, auth0.Freshness) (T, error),
	isOld func(object T, before string) bool,
) (T, error) {
	var object T
	var readErr error
	last := lastWrite(ctx, private)
	// A clock that differs from that of the write's machine is no reason to wait for longer.
	until := last.At.Add(auth0.LagLimit)
	if limit := time.Now().Add(auth0.LagLimit); until.After(limit) {
		until = limit
	}
	how := auth0.Remembered
	err := auth0.AwaitLag(ctx, until, func() (bool, error) {
		object, readErr = read(ctx, how)
		how = auth0.Fresh
		if readErr != nil {
			return !auth0.IsNotFound(readErr), nil //nolint:nilerr // readErr is returned below
		}
		isLongPast := !time.Now().Before(until) // so that nothing needs to be compared
		return isLongPast || !isOld(object, last.Before), nil
	})
	return object, errors.Join(readErr, err)
}

// lastWrite returns the last write in the private state. There is none of an imported object, and one that cannot be
// understood counts as none.
func lastWrite(ctx context.Context, private PrivateReader) written {
	var last written
	encoded, diags := private.GetKey(ctx, writtenKey)
	if diags.HasError() || json.Unmarshal(encoded, &last) != nil {
		return written{}
	}
	return last
}

// Fingerprint returns a short text that is the same for the same values.
func Fingerprint(values ...any) string {
	encoded, err := json.Marshal(values)
	if err != nil {
		panic(err) // only values that have no JSON, such as channels, get here
	}
	sum := sha256.Sum256(encoded)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
