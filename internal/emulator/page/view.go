package page

import "time"

// View is the content of the page.
type View struct {
	Tenant, URL, Domain string
	Started             time.Time
	Uptime              string // such as "3 min"
	RateLimit           string // name of the rate limit, or "off"
	Notices             []Notice

	Filter Filter
	// Filterable are the APIs to filter by, including APIs that only grants name.
	Filterable []string
	// Applications are the third-party applications, the newest first.
	Applications  List[Application]
	FirstParty    int // number of all other applications
	Access        List[ApplicationAccess]
	APIs          List[API]
	Connections   List[Connection]
	Registration  Registration
	Organizations List[Organization]

	Policies []RateLimitPolicy
	Changes  []Request // the last requests to change the tenant, the newest first
	Requests Requests
	Buckets  []Bucket // none without rate limit
}

// Notice explains something unexpected, such as delays.
type Notice struct {
	Title, Text string
}

// ListLimit is how many entries of a list are shown, unless the filter asks for complete lists.
const ListLimit = 50

// List is the beginning of a list.
type List[T any] struct {
	Items []T
	Total int // number of all entries that match the filter
}

// NewList returns the part of a list that the filter shows.
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
	Origin         string // "dcr", "cimd" or "" for one that an administrator created
	ExternalID     string // URL of its document, for "cimd"
	Redirects      string // "protected", "open", or "" if the application has no redirect protection
	Authentication string
}

// ApplicationAccess is what one application can reach.
type ApplicationAccess struct {
	Application
	Entries []Access
}

// Access is the access of an application to an API, or a grant without effect.
type Access struct {
	API, Audience string
	SubjectType   string // "user" or "client"
	Reason        string
	Allowed       bool
	Scopes        Scopes
	GrantID       string
}

// Scopes are the granted scopes of an API.
type Scopes struct {
	All       bool // including scopes that the API defines later
	Values    []string
	Undefined []string // granted, but without effect because the API does not define them
}

// inlineScopes is how many scopes are always shown.
const inlineScopes = 8

// Shown returns the scopes that are always shown.
func (s Scopes) Shown() []string { return s.Values[:min(inlineScopes, len(s.Values))] }

// More returns the scopes that are shown on demand.
func (s Scopes) More() []string { return s.Values[min(inlineScopes, len(s.Values)):] }

// API is an API with its access for third-party applications without a grant.
type API struct {
	Name, Audience string
	User, Client   DefaultAccess
}

// DefaultAccess is what an API gives third-party applications that have no grant of their own.
type DefaultAccess struct {
	Granted bool
	Scopes  Scopes
	Policy  string // the API's policy for the subject type
}

// Connection is a source of users.
type Connection struct {
	Name, ID, Strategy string
	IsDomain           bool // whether third-party applications can use it
}

// Registration says whether applications may register themselves.
type Registration struct {
	Enabled    bool
	Mode       string // of applications that register themselves
	IsModeSet  bool   // whether the tenant has the setting; else Mode is the default
	HasDefault bool   // whether any API has default permissions
	Registered int    // number of applications that registered themselves
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
	Number    int // number of the request, by which the page finds new ones
	Time      time.Time
	Method    string
	Path      string
	Status    int // 0 if a fault struck before the tenant answered
	Millis    int64
	Fault     string
	Throttled string
	Body      string // as JSON, "" for none
}

// Failed reports whether the request was refused or struck by a fault.
func (r Request) Failed() bool { return r.Status >= 400 || r.Status == 0 }

// Bucket is what is left of a rate limit.
type Bucket struct {
	Name             string
	Remaining, Limit int
	Refill           string // such as "2 a second"
}

// IsLow reports whether less than a quarter is left.
func (b Bucket) IsLow() bool { return 4*b.Remaining < b.Limit }

// cut says how much of a list is left out, and where the complete list is.
type cut struct {
	What, Section, Query string
	Shown, Total         int
}

// Cut returns the text below an incomplete list.
func (v View) Cut(what, section string, shown, total int) any {
	return cut{what, section, v.Filter.Query(true), shown, total}
}
