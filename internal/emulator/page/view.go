package page

import "time"

// View is everything the page shows.
type View struct {
	Tenant, URL, Domain string
	Started             time.Time
	Uptime              string // such as "3 min"
	RateLimit           string // its name, "off" for none
	Notices             []Notice

	Filter Filter
	// Filterable are the APIs to filter by: those that there are, and those that only grants know.
	Filterable []string
	// Applications are the third-party ones, the last made first.
	Applications  List[Application]
	FirstParty    int // how many others there are
	Access        List[ApplicationAccess]
	APIs          List[API]
	Connections   List[Connection]
	Registration  Registration
	Organizations List[Organization]

	Policies []RateLimitPolicy
	Changes  []Request // the last that changed the tenant or tried to, the newest first
	Requests Requests
	Buckets  []Bucket // none without rate limit
}

// Notice tells what a visitor may not expect.
type Notice struct {
	Title, Text string
}

// ListLimit is how many entries of a list are shown unless all are asked for.
const ListLimit = 50

// List is the beginning of a list.
type List[T any] struct {
	Items []T
	Total int // how many there are in all, or that the filter lets through
}

// NewList takes as much of a list as the filter asks for.
func NewList[T any](items []T, filter Filter) List[T] {
	list := List[T]{items, len(items)}
	if !filter.All && len(items) > ListLimit {
		list.Items = items[:ListLimit]
	}
	return list
}

// IsCut reports whether entries are left out.
func (l List[T]) IsCut() bool { return len(l.Items) < l.Total }

// Application is a third-party application.
type Application struct {
	Name, ClientID string
	Mode           string // "strict" or "permissive"
	Type           string
	Origin         string // how it came to be, "dcr", "cimd" or ""
	ExternalID     string // if its owner describes it, for "cimd"
	Redirects      string // "protected", "open", or "" if there is no protection to be had
	Authentication string
}

// ApplicationAccess is what one application can reach.
type ApplicationAccess struct {
	Application
	Entries []Access
}

// Access is what an application can get of an API, or a grant that comes to nothing.
type Access struct {
	API, Audience string
	SubjectType   string // "user" or "client"
	Reason        string
	Allowed       bool
	Scopes        Scopes
	GrantID       string
}

// Scopes are what is granted of an API.
type Scopes struct {
	All       bool // those the API will define, too
	Values    []string
	Undefined []string // without effect, because the API does not define them
}

// inlineScopes is how many scopes are shown before the others have to be asked for.
const inlineScopes = 8

// Shown are the scopes that are always shown, and More the others.
func (s Scopes) Shown() []string { return s.Values[:min(inlineScopes, len(s.Values))] }

// More are the scopes that are shown on demand.
func (s Scopes) More() []string { return s.Values[min(inlineScopes, len(s.Values)):] }

// API is an API and what third-party applications may do with it by default.
type API struct {
	Name, Audience string
	User, Client   DefaultAccess
}

// DefaultAccess is what an API gives third-party applications that have no grant of their own.
type DefaultAccess struct {
	Granted bool
	Scopes  Scopes
	Policy  string // of the API towards all applications
}

// Connection is a source of users.
type Connection struct {
	Name, ID, Strategy string
	IsDomain           bool // third-party applications can use it
}

// Registration says whether applications may register themselves.
type Registration struct {
	Enabled    bool
	Mode       string // of those that do
	IsModeSet  bool   // else it is what the tenant starts with
	HasDefault bool   // an API has default permissions
	Registered int    // applications that did
}

// Organization is an organization and whether third-party applications may log its members in.
type Organization struct {
	Name, DisplayName, ID string
	Allows                bool
}

// Requests are the last requests, the newest first, and how many there were.
type Requests struct {
	Last                      []Request
	Total, Throttled, Faulted int
}

// Request is one request to the tenant.
type Request struct {
	Number    int // counts the requests, so that the page can tell which are new
	Time      time.Time
	Method    string
	Path      string
	Status    int // 0 if a fault struck before the tenant was asked
	Millis    int64
	Fault     string
	Throttled string
	Body      string // as JSON, "" for none
}

// Failed reports whether the request was refused or went wrong.
func (r Request) Failed() bool { return r.Status >= 400 || r.Status == 0 }

// Bucket is what is left of a rate limit.
type Bucket struct {
	Name             string
	Remaining, Limit int
	Refill           string // such as "2 a second"
}

// IsLow reports whether less than a quarter is left.
func (b Bucket) IsLow() bool { return 4*b.Remaining < b.Limit }

// cut describes what is left out of a list, and where the whole list is.
type cut struct {
	What, Section, Query string
	Shown, Total         int
}

// Cut returns what to say below a list that is not whole.
func (v View) Cut(what, section string, shown, total int) any {
	return cut{what, section, v.Filter.Query(true), shown, total}
}
