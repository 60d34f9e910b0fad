package tf_test

import (
	"context"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// private is a private state.
type private map[string]string

func (p private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	value, ok := p[key]
	if !ok {
		return nil, nil
	}
	return []byte(value), nil
}

func (p private) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = string(value)
	return nil
}

// The number of objects is kept once, and later refreshes leave it as it is.
func TestCountIsKeptOnce(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before private
		create bool
		reads  int
		want   string
	}{
		"created":               {before: private{}, create: true, reads: 7, want: "7"},
		"imported":              {before: private{}, want: "1"},
		"imported after others": {before: private{}, reads: 3, want: "4"},
		"read again":            {before: private{"count": "2000"}, reads: 3, want: "2000"},
		"spoilt":                {before: private{"count": `"many"`}, reads: 3, want: "4"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := auth0.NewUnavailable(errors.New("not needed"))
			for range test.reads {
				_, _ = client.ReadApplication(t.Context(), "tpc_1", auth0.Remembered)
			}
			var diags diag.Diagnostics
			if test.create {
				tf.KeepCount(t.Context(), client, auth0.CollectionApplications, test.before, &diags)
			} else {
				tf.Expect(t.Context(), client, auth0.CollectionApplications, test.before, test.before, &diags)
			}
			if got := test.before["count"]; got != test.want || diags.HasError() {
				t.Errorf("the count kept is %s (%v), want %s", got, diags, test.want)
			}
		})
	}
}
