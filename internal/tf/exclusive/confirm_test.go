package exclusive

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// item is what a listing shows, and what reading it shows then.
type item struct {
	name   string
	counts bool
	now    *item
	err    error
}

// A listing may lag behind a write. Only if the answer is to be fresh, each object that counts is read besides; one that
// is gone or counts no longer is left out, and another error is returned.
func TestConfirmed(t *testing.T) {
	t.Parallel()
	there := item{name: "there", counts: true, now: &item{name: "now", counts: true}}
	removed := item{name: "removed", counts: true, now: &item{}}
	gone := item{name: "gone", counts: true, err: &auth0.Error{StatusCode: http.StatusNotFound}}
	failing := item{name: "failing", counts: true, err: errors.New("refused")}
	tests := map[string]struct {
		listed    []item
		how       auth0.Freshness
		want      []thing
		wantReads int
		wantError bool
	}{
		"remembered": {[]item{there, removed, gone, {}}, auth0.Remembered, []thing{seen("there", ""), seen("removed", ""), seen("gone", "")}, 0, false},
		"fresh":      {[]item{there, removed, gone, {}}, auth0.Fresh, []thing{seen("now", "")}, 3, false},
		"failing":    {[]item{there, failing, gone}, auth0.Fresh, nil, 2, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reads := 0
			got, err := Confirmed(test.listed, test.how, func(i *item) bool { return i.counts },
				func(i *item) (*item, error) { reads++; return i.now, i.err },
				func(i *item) thing { return seen(i.name, "") })
			if !slices.Equal(got, test.want) || reads != test.wantReads || (err != nil) != test.wantError {
				t.Errorf("Confirmed = %v, %v after %d reads, want %v after %d", got, err, reads, test.want, test.wantReads)
			}
		})
	}
}
