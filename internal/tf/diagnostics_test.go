package tf_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestRateLimitNamesArguments(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	tf.AddAPIError(&diags, "Could not read the grant", &auth0.Error{StatusCode: 429, RateLimited: true})
	for _, argument := range []string{"max_requests_per_second", "max_retries"} {
		if detail := diags[0].Detail(); !strings.Contains(detail, argument) {
			t.Errorf("detail is %q, want %s in it", detail, argument)
		}
	}
}

// What somebody deleted between plan and apply is made anew after another plan.
func TestNotFoundAsksForAPlan(t *testing.T) {
	t.Parallel()
	for method, isAsked := range map[string]bool{http.MethodGet: false, http.MethodPatch: true, http.MethodPost: true} {
		var diags diag.Diagnostics
		tf.AddAPIError(&diags, "Could not update the grant", &auth0.Error{StatusCode: http.StatusNotFound, Method: method})
		if detail := diags[0].Detail(); strings.Contains(detail, "Plan again") != isAsked {
			t.Errorf("detail of a %s is %q", method, detail)
		}
	}
}

// A cause is reported in full once, under its own summary. Later failures refer to that error.
func TestAddAPIErrorOfOneCause(t *testing.T) {
	t.Parallel()
	client, err := auth0.New(auth0.Config{Domain: "http://127.0.0.1:1", APIToken: "token", ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.Diagnostics
	for _, id := range []string{"tpc_1", "tpc_2"} {
		_, err := client.ReadApplication(t.Context(), id, auth0.Fresh)
		tf.AddAPIError(&diags, "Could not read the application", fmt.Errorf("nothing was created: %w", err))
		tf.AddAPIError(&diags, "Could not delete the application", client.DeleteApplication(t.Context(), id))
	}
	_, err = client.ReadApplication(t.Context(), "tpc_3", auth0.Fresh)
	tf.AddAPIError(&diags, "Could not create the application", errors.Join(auth0.ErrUnknownOutcome, err))
	want := []string{
		"Could not reach the tenant", "Provider may only read",
		`Could not read the application: The error "Could not reach the tenant" says why.`,
		`Could not delete the application: The error "Provider may only read" says why.`,
		"Could not create the application: the outcome of the write is unknown",
	}
	for i, one := range diags {
		if text := one.Summary() + ": " + one.Detail(); !strings.HasPrefix(text, want[i]) {
			t.Errorf("error %d is %q, want %q", i, text, want[i])
		}
	}
	if len(diags) != len(want) || strings.Contains(diags[0].Detail(), "nothing was created") {
		t.Errorf("errors are %v", diags)
	}
}
