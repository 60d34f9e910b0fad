package tf_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// privateState keeps what is noted.
type privateState map[string][]byte

func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p privateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

func TestReadSettled(t *testing.T) {
	t.Parallel()
	gone := &auth0.Error{StatusCode: 404}
	broken := errors.New("broken")
	tests := map[string]struct {
		before, now string
		elapsed     time.Duration // since the write
		answers     []any         // what the API answers, the last one from then on
		want        any
		waits       bool // whether the whole limit is waited for
	}{
		"as written":                   {before: "a", now: "b", answers: []any{"b"}, want: "b"},
		"as before, then as written":   {before: "a", now: "b", answers: []any{"a", "a", "b"}, want: "b"},
		"as before, and stays so":      {before: "a", now: "b", answers: []any{"a"}, want: "a", waits: true},
		"changed by somebody else":     {before: "a", now: "b", answers: []any{"c"}, want: "c"},
		"not there yet":                {now: "b", answers: []any{gone, gone, "b"}, want: "b"},
		"deleted by somebody else":     {now: "b", answers: []any{gone}, want: gone, waits: true},
		"as before, long after":        {before: "a", now: "b", elapsed: time.Minute, answers: []any{"a"}, want: "a"},
		"deleted, long after":          {now: "b", elapsed: time.Minute, answers: []any{gone}, want: gone},
		"written by a clock far ahead": {now: "b", elapsed: -time.Hour, answers: []any{gone}, want: gone, waits: true},
		"nothing was changed":          {before: "b", now: "b", answers: []any{"b"}, want: "b"},
		"other failure":                {now: "b", answers: []any{broken}, want: broken},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				kept := privateState{}
				var diags diag.Diagnostics
				tf.NoteWrite(t.Context(), kept, test.before, test.now, &diags)
				if diags.HasError() {
					t.Fatal(diags)
				}
				time.Sleep(max(test.elapsed, 0))
				started, reads := time.Now(), 0
				if test.elapsed < 0 { // the reader's clock is behind that of the writer
					kept["written"] = []byte(`{"at":"` + started.Add(-test.elapsed).Format(time.RFC3339Nano) + `"}`)
				}
				got, err := tf.ReadSettled(t.Context(), kept, func(_ context.Context, how auth0.Freshness) (string, error) {
					if isFirst := reads == 0; isFirst != (how == auth0.Remembered) {
						t.Errorf("look %d is to be %v", reads+1, how)
					}
					answer := test.answers[min(reads, len(test.answers)-1)]
					reads++
					if err, ok := answer.(error); ok {
						return "", err
					}
					text, _ := answer.(string)
					return text, nil
				}, func(value, before string) bool {
					if test.elapsed >= auth0.LagLimit {
						t.Error("what was read is compared with a write that is long past")
					}
					return value == before
				})
				if wantErr, ok := test.want.(error); ok && !errors.Is(err, wantErr) || !ok && (err != nil || got != test.want) {
					t.Errorf("read %q, %v; want %v", got, err, test.want)
				}
				if waited := time.Since(started) == auth0.LagLimit; waited != test.waits {
					t.Errorf("waited %s", time.Since(started))
				}
			})
		})
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	again := tf.Fingerprint("a", true)
	if tf.Fingerprint("a", true) != again || tf.Fingerprint("a", true) == tf.Fingerprint("a", false) {
		t.Error("fingerprints do not tell the same from what differs")
	}
}
