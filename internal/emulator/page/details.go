package page

import (
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"time"
)

//go:embed application.html.tmpl
var detailsSource string

var parsedDetails = template.Must(
	template.Must(template.Must(parsed.Clone()).New("why").Parse(whySource)).New("application").Parse(detailsSource),
)

// DetailsPath is the path of the page of an application, whose client_id is in the query.
const DetailsPath = "/__emulator/application"

// Details returns the address of the application's own page.
func (a Application) Details() string {
	return DetailsPath + "?" + url.Values{"client_id": {a.ClientID}}.Encode()
}

// Details is everything that the page of one application shows.
type Details struct {
	Tenant string
	Application
	Callbacks, GrantTypes []string
	// Settings are settings of the application that the page shows, such as lifetimes.
	Settings          []Setting
	Keys              []Key
	OrganizationUsage string
	Organizations     []Membership
	Policy            *RateLimitPolicy // the policy that applies to the application, nil for none
	Access            []Access
	Consents          []Consent
	Why               Why
	// Attempts are the last tokens and refusals, the newest first.
	Attempts []Attempt
}

// Setting is one member of an application.
type Setting struct{ Name, Value string }

// Key is a credential of an application, without the key itself.
type Key struct {
	ID, KeyID, Type, Algorithm string
	Expires                    string // "" for never
	Expired                    bool
	Used                       bool // whether the application authenticates with it
}

// Membership says whether users may log in to an organization with an application.
type Membership struct {
	Name, ID string
	Admitted bool
	Grants   []string // ids of the application's grants that the organization has
}

// Consent is a user's consent.
type Consent struct {
	User, Audience, Organization string
	Scopes                       Scopes
}

// Attempt is a request of an application or of its users that ended in a token or in a refusal.
type Attempt struct {
	Time      time.Time
	Asked     string // such as "refresh_token", or the path of a login
	Status    int
	Audiences []string
	Scopes    Scopes
	Refusal   string // "" for a token
}

// RateLimitPolicy is the ceiling of some applications.
type RateLimitPolicy struct {
	ID, Selector, Action, RedirectURI string
	Limit                             int
	IsLimited                         bool
}

// ServeDetails answers with the page of an application.
func ServeDetails(w http.ResponseWriter, details Details) { render(w, parsedDetails, details) }
