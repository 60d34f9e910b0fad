package acctest_test

import (
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// Faults of the connection reach the provider, and the call is still recorded.
func TestRecorderPassesFaultsOn(t *testing.T) {
	t.Parallel()
	for kind, check := range map[emulator.FaultKind]func(status int, err, bodyErr error) bool{
		emulator.FaultResetBefore: func(_ int, err, _ error) bool { return errors.Is(err, io.EOF) },
		emulator.FaultResetAfter:  func(_ int, err, _ error) bool { return errors.Is(err, io.EOF) },
		emulator.FaultTruncated: func(status int, _, bodyErr error) bool {
			return status == 401 && errors.Is(bodyErr, io.ErrUnexpectedEOF)
		},
		emulator.FaultMalformed: func(status int, err, bodyErr error) bool { return status == 401 && err == nil && bodyErr == nil },
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			if err := tenant.Emulator.AddFault(emulator.Fault{Kind: kind}); err != nil {
				t.Fatal(err)
			}
			request, err := http.NewRequest(http.MethodGet, tenant.URL+"/api/v2/clients", nil)
			if err != nil {
				t.Fatal(err)
			}
			var status int
			var bodyErr error
			transport := &http.Transport{DisableKeepAlives: true}
			response, err := transport.RoundTrip(request)
			if err == nil {
				status = response.StatusCode
				_, bodyErr = io.ReadAll(response.Body)
				_ = response.Body.Close()
			}
			if !check(status, err, bodyErr) {
				t.Errorf("status %d, errors %v and %v", status, err, bodyErr)
			}
			if requests := tenant.Requests(); len(requests) != 1 || requests[0].Status != status {
				t.Errorf("noted %+v", requests)
			}
		})
	}
}
