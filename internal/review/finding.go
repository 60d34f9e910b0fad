package review

import (
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Kind is the kind of difference that a finding reports.
type Kind string

// The kinds, in the order in which they are shown.
const (
	Boundary Kind = "boundary" // an option such as --boundary was set, and something violates it
	Gains    Kind = "gains"
	Unknown  Kind = "unknown" // not known until apply, or of an unknown type
	Loses    Kind = "loses"
	Owner    Kind = "owner" // access is unchanged, but somebody else has or manages it
)

// Kinds returns all kinds, in the order in which they are shown.
func Kinds() []Kind { return []Kind{Boundary, Gains, Unknown, Loses, Owner} }

// Finding is one difference, and one sentence about it.
type Finding struct {
	Code     string   `json:"code"`
	Kind     Kind     `json:"kind"`
	Address  string   `json:"address"` // of the resource that causes the difference; empty if there is none
	Sentence Sentence `json:"sentence"`

	// Certain says whether the finding holds whatever values are known after apply.
	Certain bool `json:"certain"`

	// The parts of a sentence about access.
	Holder      string   `json:"holder,omitempty"`      // name of who gains or loses
	Application string   `json:"application,omitempty"` // address of the holder's resource, if it has one
	ClientID    string   `json:"client_id,omitempty"`
	API         string   `json:"api,omitempty"`
	Audience    string   `json:"audience,omitempty"`
	SubjectType string   `json:"subject_type,omitempty"`
	Scopes      []string `json:"scopes,omitempty"`
	AllScopes   bool     `json:"all_scopes,omitempty"`
	Why         string   `json:"why,omitempty"`
	Until       string   `json:"allowed_until,omitempty"` // of a finding that is allowed
}

// Sentence is a sentence that contains names, which other people chose.
type Sentence []part

type part struct {
	text   string
	isName bool
}

// name is a name, id or address in a sentence.
type name string

// say makes a sentence of texts and names.
func say(parts ...any) (s Sentence) {
	for _, one := range parts {
		switch one := one.(type) {
		case string:
			s = append(s, part{text: one})
		case name:
			s = append(s, part{text: string(one), isName: true})
		case Sentence:
			s = append(s, one...)
		}
	}
	return s
}

// names makes a list of names with commas.
func names(texts []string) (s Sentence) {
	for i, text := range texts {
		if i > 0 {
			s = append(s, part{text: ", "})
		}
		s = append(s, part{text: text, isName: true})
	}
	return s
}

// String returns the sentence as plain text on one line.
func (s Sentence) String() string {
	return s.write(func(name string) string { return `"` + auth0.Printable(name) + `"` })
}

// Markdown returns the sentence with its names in code spans.
func (s Sentence) Markdown() string { return s.write(access.Code) }

func (s Sentence) write(name func(string) string) string {
	var out strings.Builder
	for _, one := range s {
		if one.isName {
			out.WriteString(name(one.text))
		} else {
			out.WriteString(one.text)
		}
	}
	return out.String()
}

// MarshalText writes the sentence as plain text.
func (s Sentence) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Rule is a code and its meaning.
type Rule struct {
	Code string
	Kind Kind
	Text string
}

// The codes. They are stable: allowances and code scanning rely on them.
const (
	codeAccess         = "access-gained"
	codeEverybody      = "everybody-gains"
	codePolicy         = "access-policy-opened"
	codeNewApplication = "application-added"
	codePublic         = "application-made-public"
	codePermissive     = "application-made-permissive"
	codeGrantTypes     = "grant-types-added"
	codeDetails        = "authorization-details-gained"
	codeOrganizations  = "organizations-gained"
	codePromoted       = "connection-promoted"
	codeRegistration   = "registration-opened"
	codeRegisteredMode = "registration-made-permissive"
	codeUnprotected    = "redirect-protection-off"
	codeOrganization   = "organization-opened"
	codeLifted         = "safeguard-lifted"
	codeDocument       = "document-accepted"
	codeLonger         = "ends-later"

	codeAccessLost     = "access-lost"
	codeEverybodyLoses = "everybody-loses"
	codeDeleted        = "application-deleted"
	codeClosed         = "setting-closed"
	codeNoGrantTypes   = "grant-types-removed"
	codeRequires       = "organization-required"
	codeNewSafeguard   = "safeguard-added"
	codeShorter        = "ends-sooner"

	codeReplaced  = "client-id-replaced"
	codeKeys      = "keys-changed"
	codeSecret    = "secret-rotated"
	codeCallbacks = "callbacks-added"
	codeOrigins   = "origins-added"
	codeImported  = "imported"
	codeForgotten = "forgotten"
	codeMoved     = "moved"

	codeNotKnown   = "not-known"
	codeNotJudged  = "not-judged"
	codeIncomplete = "plan-incomplete"

	codeReference    = "beyond-reference"
	codeNotGranted   = "must-not-be-granted"
	codeForEverybody = "open-to-everybody"
	codeBeyond       = "beyond-boundary"
	codeUnbounded    = "boundary-too-wide"
)

// Rules returns the meaning of each code.
func Rules() []Rule { return rules }

var rules = []Rule{
	{codeNewApplication, Gains, "There is a new third-party application."},
	{codeAccess, Gains, "An application gains access to an API, or more scopes of it."},
	{codeEverybody, Gains, "Every third-party application without a grant of its own gains by default permissions."},
	{codePolicy, Gains, "An API's access policy lets more applications in."},
	{codePermissive, Gains, "An application becomes permissive."},
	{codePublic, Gains, "An application no longer has to authenticate."},
	{codeGrantTypes, Gains, "An application can ask for tokens in further ways."},
	{codeDetails, Gains, "A grant allows more types of authorization details."},
	{codeOrganizations, Gains, "A grant is valid for more organizations than before, or without one; " +
		"or an application may log users in to organizations, or without one."},
	{codePromoted, Gains, "Third-party applications can log in the users of another connection."},
	{codeRegistration, Gains, "Anybody can register third-party applications."},
	{codeRegisteredMode, Gains, "Applications that register themselves become permissive."},
	{codeUnprotected, Gains, "Failed logins redirect to an application's callbacks."},
	{codeOrganization, Gains, "An organization lets third-party applications log in its users."},
	{codeLifted, Gains, "A safeguard that restricted access, or showed what is undeclared, is removed."},
	{codeDocument, Gains, "A publisher's document describes an application, or a changed document is accepted."},
	{codeLonger, Gains, "Access ends later than before, or no longer ends."},
	{codeNotKnown, Unknown, "A value that access depends on is known only after apply, or is sensitive."},
	{codeNotJudged, Unknown, "A type of resource that this version does not know changes."},
	{codeIncomplete, Unknown, "The plan is incomplete: further changes are to come."},
	{codeAccessLost, Loses, "An application loses access to an API, or scopes of it."},
	{codeEverybodyLoses, Loses, "Third-party applications lose what default permissions or access policies gave them."},
	{codeDeleted, Loses, "An application is deleted, with its grants, tokens and consents."},
	{codeClosed, Loses, "Registration, a promotion, an organization or a redirect is closed, " +
		"or an application no longer logs users in to organizations."},
	{codeNoGrantTypes, Loses, "An application can ask for tokens in fewer ways."},
	{codeRequires, Loses, "A grant is valid only for organizations, or " +
		"an application logs users in only to organizations."},
	{codeNewSafeguard, Loses, "A new safeguard restricts access, or shows what is undeclared."},
	{codeShorter, Loses, "Access ends sooner than before, or ends at all."},
	{codeReplaced, Owner, "An application is replaced: it gets a new client_id."},
	{codeKeys, Owner, "An application authenticates with other keys, or in another way."},
	{codeSecret, Owner, "An application's client secret is rotated."},
	{codeCallbacks, Owner, "Users are sent back to further URLs after login."},
	{codeOrigins, Owner, "Pages of further origins can use an application's login."},
	{codeImported, Owner, "Terraform takes over an object that exists."},
	{codeForgotten, Owner, "Terraform forgets an object, which stays as it is."},
	{codeMoved, Owner, "An object gets another address."},
	{codeReference, Boundary, "Somebody can reach more than the reference file contains (--reference)."},
	{codeNotGranted, Boundary, "Somebody can get a scope that nobody may get (--not-granted)."},
	{codeForEverybody, Boundary, "Something is open to everybody (--nothing-for-everybody)."},
	{codeBeyond, Boundary, "Somebody has more than a boundary allows: a file's (--boundary), an access_boundary that " +
		"only warns, or the tenant's (auth0access drift)."},
	{codeUnbounded, Boundary, "A provider block has no access_boundary, or one that only warns or allows more than " +
		"the file (--boundary)."},
}

// ranks are the positions of the codes in the list.
var ranks = func() map[string]int {
	places := map[string]int{}
	for i, rule := range rules {
		places[rule.Code] = i
	}
	return places
}()

func kindOf(code string) Kind { return rules[ranks[code]].Kind }
