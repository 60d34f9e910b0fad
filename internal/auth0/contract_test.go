package auth0_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/contract"
)

// Every request that the client can send is one that the API's OpenAPI document allows.
func TestRequestsKeepTheContract(t *testing.T) {
	t.Parallel()
	document := contract.Load(t)
	for name, test := range requestCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, request := range capture(t, test) {
				document.CheckRequest(t, request.Request, []byte(request.body))
			}
		})
	}
}
