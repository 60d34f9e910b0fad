package authserver

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

//go:embed pages.html.tmpl
var source string

//go:embed pages.css
var style []byte

var pages = template.Must(template.New("pages").Parse(source))

// stylePath is the path of the pages' style sheet. Colours and letters are those of the emulator's own page.
const stylePath = "/u/login.css"

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(style) // a browser that has gone away cannot be told
}

// view is the content of a page.
type view struct {
	Page, State, Application, Message string
	Styles                            []string
	// Connections are the names to choose from. The first is preselected.
	Connections []choice
	Email       string
	// Organization is the organization that the login is for, "" for none.
	Organization string
	// Organizations are the choices; if there are none, the user types a name.
	Organizations []choice
	User, API     string
	Scopes        []string
	Code          string // of an error
}

// choice is a value to choose, and its display name.
type choice struct{ Value, Name string }

// render shows a page of a login.
func (f *flow) render(p screen, message string) func(http.ResponseWriter) {
	v := view{
		Page: string(p), State: f.id, Application: object.Text(f.client, "name"), Message: message,
		Email: f.parameters.Get("login_hint"), Organization: nameOf(f.rules.Organization),
	}
	switch p {
	case loginScreen:
		for _, connection := range f.rules.Connections {
			name := object.Text(connection, "name")
			v.Connections = append(v.Connections, choice{name, displayName(connection)})
		}
	case organizationScreen:
		if f.rules.Picks == rules.PicksAfter {
			for _, organization := range rules.OrganizationsOf(f.current, f.client, f.user()) {
				v.Organizations = append(v.Organizations, choice{object.Text(organization, "id"), nameOf(organization)})
			}
		}
	case consentScreen:
		api := f.rules.Access.API
		v.User, v.API = object.Text(f.user(), "name"), object.Text(api, "name")
		v.Scopes = rules.ConsentTexts(f.seen, api, f.rules.Access.Scopes)
	case noScreen:
	}
	return v.write()
}

func displayName(connection object.Object) string {
	if name := object.Text(connection, "display_name"); name != "" {
		return name
	}
	return object.Text(connection, "name")
}

// errorPage shows why a login is refused.
func errorPage(err error, application string) func(http.ResponseWriter) {
	v := view{Page: "error", Application: application, Code: "server_error", Message: err.Error()}
	var refusal *answer.TokenError
	if errors.As(err, &refusal) {
		v.Code, v.Message = refusal.Code, refusal.Description
	}
	return v.write()
}

// write renders the page now, while the tenant is locked, and returns a function that sends it.
func (v view) write() func(http.ResponseWriter) {
	v.Styles = []string{page.Assets + "page.css", stylePath}
	var out bytes.Buffer
	if err := pages.Execute(&out, v); err != nil {
		out.Reset()
		out.WriteString(err.Error())
	}
	return func(w http.ResponseWriter) {
		_, _ = w.Write(out.Bytes()) // a browser that has gone away cannot be told
	}
}

// protect lets pages load style sheets only from the tenant, and send forms only to the tenant, unless allowRedirect
// was called before.
func protect(w http.ResponseWriter) {
	header := w.Header()
	if header.Get("Content-Security-Policy") == "" {
		header.Set("Content-Security-Policy", policy(""))
	}
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
}

func policy(formTarget string) string {
	return "default-src 'none'; style-src 'self'; form-action 'self'" + formTarget + "; base-uri 'none'; " +
		"frame-ancestors 'none'"
}

// allowRedirect lets the answer to a form redirect to the application. Without it, browsers block the redirect.
func allowRedirect(w http.ResponseWriter, address string) {
	u, err := url.Parse(address)
	if err != nil || strings.ContainsAny(u.Scheme+u.Host, " ;,'\"") {
		return
	}
	target := " " + u.Scheme + ":"
	if u.Host != "" {
		target += "//" + u.Host
	}
	w.Header().Set("Content-Security-Policy", policy(target))
}
