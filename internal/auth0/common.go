package auth0

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
)

// CommonError is a cause for which every call of a client fails, or every write: the tenant cannot be reached, does not
// let the client in, or may only be read. It is one cause however many calls end in it.
type CommonError struct {
	Member string // the member of Config to look at first

	summary string
	problem string // what is wrong and what to do, as sentences
	err     *Error // nil if nothing was sent
	told    *atomic.Bool
}

// diagnosis finds out what the errors of all calls of a client have in common.
type diagnosis struct {
	config   Config
	domain   string
	audience string
	told     struct{ unreachable, refused, badToken, readOnly atomic.Bool } // causes that the client has reported
}

// Summary says in a few words what is wrong.
func (e *CommonError) Summary() string { return e.summary }

// Error says what is wrong, what to do, and how the call ended.
func (e *CommonError) Error() string {
	if e.err == nil {
		return e.problem
	}
	return e.problem + " " + strings.TrimSuffix(e.err.Error(), ".") + "."
}

// Unwrap returns how the call ended.
func (e *CommonError) Unwrap() error {
	if e.err == nil {
		return nil
	}
	return e.err
}

// Tell notes that the error is told, and reports whether one of the same cause has been told before.
func (e *CommonError) Tell() (before bool) { return e.told.Swap(true) }

// explain returns the error of a call as one that every other call would end in too, if it is.
func (d *diagnosis) explain(e *Error) error {
	var common *CommonError
	switch {
	case e.Unreached:
		common = &CommonError{summary: "Could not reach the tenant", told: &d.told.unreachable}
		common.Member, common.problem = "Domain", d.unreachable(e.Err)
	case e.Path == call.TokenPath:
		common = &CommonError{summary: "Could not sign in to Auth0", told: &d.told.refused}
		common.Member, common.problem = d.refusedSignIn(e)
	case e.StatusCode == http.StatusUnauthorized:
		common = &CommonError{summary: "Access token is not accepted", told: &d.told.badToken}
		common.Member, common.problem = d.refusedToken()
	default:
		return e
	}
	common.err = e
	return common
}

// refuseWrite returns the error of a write that a client that may only read does not send.
func (d *diagnosis) refuseWrite(isRead bool, method, path string) error {
	if isRead {
		return nil
	}
	return &CommonError{
		Member:  "ReadOnly",
		summary: "Provider may only read",
		problem: fmt.Sprintf("The provider runs with %s and sends no write: %s %s was not sent. Nothing has changed in the "+
			"tenant. Leave the setting out of runs that apply.", d.config.name("ReadOnly"), method, call.Path(path)),
		told: &d.told.readOnly,
	}
}

// unreachable says why there is no connection to the tenant, and what to look at.
func (d *diagnosis) unreachable(err error) string {
	domain := d.named("Domain", d.domain)
	var unresolved *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &unresolved) && !strings.HasPrefix(d.domain, unresolved.Name):
		name := mask.Printable(unresolved.Name)
		return fmt.Sprintf("%s is not found on the way to %s. Check the proxy (HTTPS_PROXY).", name, domain)
	case errors.As(err, &unresolved):
		return "No address is known for " + domain + ". Check how the domain is written, and whether this machine is online."
	case errors.As(err, &certificate):
		return "The certificate of " + domain + " cannot be verified. Check the domain, this machine's clock, and " +
			"whether a proxy that it does not trust stands between."
	case strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return domain + " does not speak https. Check the domain; for an emulator on this machine, write http:// before it."
	case strings.Contains(err.Error(), "connection refused"):
		return "Nothing answers at " + domain + ". Check the domain and its port. If it is an emulator's, does the " +
			"emulator run?"
	}
	return "There is no connection to " + domain + ". Check the domain, the network and, if there is one, the proxy " +
		"(HTTPS_PROXY)."
}

// refusedSignIn says why the token endpoint gave no token, what to look at, and which member that is first.
func (d *diagnosis) refusedSignIn(e *Error) (member, problem string) {
	domain, application := d.named("Domain", d.domain), d.named("ClientID", d.config.shownClientID())
	switch {
	case e.StatusCode == http.StatusUnauthorized:
		proof, what := "ClientSecret", "client secret"
		if d.config.ClientAssertionPrivateKey != "" {
			proof, what = "ClientAssertionPrivateKey", "private key"
		}
		return proof, fmt.Sprintf("%s does not accept the client id %s with this %s. Compare all three with the "+
			"machine-to-machine application in the Dashboard%s.",
			domain, application, d.named(proof, what), d.config.quotedSecret())
	case e.StatusCode == http.StatusForbidden && e.ErrorCode == "unauthorized_client":
		return "ClientID", fmt.Sprintf("The application %s may not sign in for itself. Give it the grant type "+
			"client_credentials (its type is Machine to Machine), or use another one.", application)
	case e.StatusCode == http.StatusForbidden && d.config.Audience == "":
		return "ClientID", fmt.Sprintf("The application %s gets no token for %s, which is the Management API of %s. "+
			"Authorize it there (Applications > APIs). With a custom domain, set audience to "+
			"https://TENANT.REGION.auth0.com/api/v2/.", application, d.audience, domain)
	case e.StatusCode == http.StatusForbidden:
		return "Audience", fmt.Sprintf("The application %s gets no token for the API %s. If that is the tenant's Management "+
			"API, authorize the application there (Applications > APIs); otherwise correct it.",
			application, d.named("Audience", d.audience))
	case e.StatusCode == http.StatusTooManyRequests, e.IsServerFault():
		return "Domain", domain + " gave no access token. Run Terraform again later."
	}
	return "Domain", "What answers at " + domain + " gave no access token, as an Auth0 tenant would. Write the tenant's " +
		"domain, such as example.eu.auth0.com."
}

// refusedToken says what may be wrong with a token that the Management API refuses.
func (d *diagnosis) refusedToken() (member, problem string) {
	domain := d.named("Domain", d.domain)
	if d.config.APIToken != "" {
		return "APIToken", fmt.Sprintf("%s does not accept this %s: it is expired, of another tenant, or not for the "+
			"Management API. Get a new one.", domain, d.named("APIToken", "access token"))
	}
	return "Audience", fmt.Sprintf("%s does not accept the access token that it gave to %s. Is %s the identifier of its "+
		"Management API?", domain, d.named("ClientID", d.config.shownClientID()),
		d.named("Audience", d.audience))
}

// named returns a value of the configuration with its source.
func (d *diagnosis) named(member, value string) string {
	return value + " (" + d.config.name(member) + ")"
}
