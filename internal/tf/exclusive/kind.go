package exclusive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Object is something that is in a set or may be: a struct of what undeclared shows of it.
type Object interface {
	// Key is what the configuration declares of the object. Several objects may have one key.
	Key() string
	// ID tells the object apart from all others. It is empty for one that is only declared, which nobody has looked at.
	ID() string
	// String names the object in messages.
	String() string
}

// Kind is what a resource says of its sets: what their objects are, and how they are named, listed and removed.
type Kind[O Object] struct {
	Type        string // such as auth0access_client_grants_exclusive
	Description string

	// OfApplication says that there is a set for each application, which the argument client_id names, rather than one for
	// the tenant.
	OfApplication bool

	Argument   string                      // the name of the argument that declares the objects
	Arguments  map[string]schema.Attribute // that one, and others that only this kind has
	Undeclared schema.SetNestedAttribute   // what is shown of an object

	// Consent is a boolean argument without which nothing is removed and what is undeclared is refused. Most kinds have
	// none. Kinds that have it are of objects whose removal cannot be undone: creating the resource removes nothing at
	// once, and what leaves the set is removed only after a plan has shown it in undeclared. What resources of this walk
	// are known to have is not undeclared.
	Consent string

	Words     Words
	Summaries Summaries

	// Declared returns the object that an element of the argument stands for, and whether it is known.
	Declared func(element attr.Value) (object O, isKnown bool)
	// Element is the reverse of Declared.
	Element func(O) attr.Value
	// Validate refuses what cannot be an object. It is optional.
	Validate func(declared []O, diags *diag.Diagnostics)

	// List returns the objects that are there and may be removed, but for the declared ones, which it may leave out. An
	// error for which [auth0.IsNotFound] says that there is no such application.
	List func(
		ctx context.Context, client *auth0.Client, set Set, isDeclared func(key string) bool, how auth0.Freshness,
	) ([]O, error)
	// CheckApplication refuses applications whose set cannot be held. It is optional.
	CheckApplication func(
		ctx context.Context, client *auth0.Client, clientID string, how auth0.Freshness, diags *diag.Diagnostics,
	)
	// Remove removes the object, if it still is what was seen. Without an id it stands for all objects with its key.
	Remove func(ctx context.Context, client *auth0.Client, set Set, object O) error

	// ListName names the set in what the list resource shows, and ListDescription is what that says of itself. Kinds of
	// applications list in their own way.
	ListName, ListDescription string
}

// Words are what messages say of the objects of a set.
type Words struct {
	Objects string // in the plural, such as "client grants"
	Remove  string // the verb, such as "delete"
	Removed string // its participle
	Make    string // what the resources of single objects do
	// Loss says what a removal does besides, after "Applying deletes them".
	Loss string
}

// Summaries are the summaries of the messages that name the objects of a set.
type Summaries struct {
	WillRemove     string // what a plan warns of, such as "Undeclared client grants will be deleted"
	Refused        string // what a plan refuses without Consent
	Stay           string // what a plan with Consent warns of that it neither removes nor can refuse
	LeftOut        string // members that this configuration declares by themselves, such as "Declared grants are left out"
	MemberLeftOut  string // the same as the member sees it
	CouldNotList   string
	CouldNotRemove string
}
