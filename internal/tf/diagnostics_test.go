package tf_test

import (
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
