package application

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

const includeSelfRegistered = "include_self_registered"

// Exclusive is the complete set of third-party applications that may exist in a tenant.
var Exclusive = exclusive.Kind[Existing]{
	Type: "auth0access_third_party_applications_exclusive",
	Description: "Holds the complete set of third-party applications that may exist in the tenant. Any other " +
		"application fails the plan, which names it. With `delete_undeclared`, apply deletes it instead. Nothing is " +
		"created by this resource, and destroying it deletes nothing.",
	Argument: "client_ids",
	Arguments: map[string]schema.Attribute{
		"client_ids": schema.SetAttribute{
			MarkdownDescription: "Client ids of the third-party applications that may exist. Listed applications need not " +
				"exist. An empty set allows none.",
			Required:   true,
			CustomType: tf.StringSets,
			Validators: []validator.Set{tf.NoNulls(), setvalidator.ValueStringsAre(tf.ClientID()...)},
		},
		includeSelfRegistered: schema.BoolAttribute{
			MarkdownDescription: "Whether applications that registered themselves (Dynamic Client Registration) count. " +
				"Default `false`: they are neither shown nor deleted.",
			Optional: true,
		},
		"delete_undeclared": schema.BoolAttribute{
			MarkdownDescription: "Whether apply deletes the applications that a plan has shown in `undeclared`, with their " +
				"client grants, refresh tokens and user consents. Default `false`: a plan that finds undeclared applications " +
				"fails and names them.",
			Optional: true,
		},
	},
	Undeclared: schema.SetNestedAttribute{
		MarkdownDescription: "Applications that are not in `client_ids`. Every plan empties this set, and its apply " +
			"deletes them if `delete_undeclared` is `true`.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{MarkdownDescription: "Client id of the application.", Computed: true},
			"name":      schema.StringAttribute{MarkdownDescription: "Name of the application.", Computed: true},
			"app_type":  schema.StringAttribute{MarkdownDescription: "Type of the application.", Computed: true},
			"dynamically_registered": schema.BoolAttribute{
				MarkdownDescription: "Whether the application registered itself.",
				Computed:            true,
			},
		}},
	},
	Consent: "delete_undeclared",
	Words: exclusive.Words{
		Objects: "third-party applications", Remove: "delete", Removed: "deleted", Make: "create",
		Loss: " with their client grants, refresh tokens and user consents",
	},
	Summaries: exclusive.Summaries{
		WillRemove:     "Undeclared applications will be deleted",
		Refused:        "Third-party applications are not declared",
		Stay:           "Undeclared applications stay for now",
		LeftOut:        "Declared applications are left out",
		MemberLeftOut:  "Application is left out of exclusive set",
		CouldNotList:   "Could not list the applications",
		CouldNotRemove: "Could not delete an undeclared application",
	},
	Declared: existingIn,
	Element:  func(e Existing) attr.Value { return e.ClientID },
	List:     listExisting,
	Remove:   deleteExisting,
	ListName: "Third-party applications",
	ListDescription: "Lists the tenant's one complete set of third-party applications, even if it is empty. It takes no " +
		"arguments.",
}

// Existing is a third-party application of the tenant. Of one that is only declared, nobody has looked at more than the
// client id.
type Existing struct {
	ClientID              types.String `tfsdk:"client_id"`
	Name                  types.String `tfsdk:"name"`
	AppType               types.String `tfsdk:"app_type"`
	DynamicallyRegistered types.Bool   `tfsdk:"dynamically_registered"`
}

// Key is the application's client id.
func (e Existing) Key() string { return e.ID() }

// ID is the application's client id.
func (e Existing) ID() string { return e.ClientID.ValueString() }

func (e Existing) String() string {
	if e.Name.IsNull() {
		return e.ID()
	}
	text := fmt.Sprintf("%q (%s)", e.Name.ValueString(), e.ID())
	if e.DynamicallyRegistered.ValueBool() {
		text += ", which registered itself"
	}
	return text
}

func existingIn(element attr.Value) (e Existing, isKnown bool) {
	clientID, ok := element.(types.String)
	return Existing{ClientID: clientID}, ok && !clientID.IsUnknown()
}

func existingAs(app *auth0.Application) Existing {
	return Existing{
		types.StringValue(app.ClientID),
		tf.StringOrNull(app.Name),
		tf.StringOrNull(app.AppType),
		types.BoolValue(app.IsDynamicallyRegistered()),
	}
}

// counts reports whether a set is about the application.
func counts(set exclusive.Set, app *auth0.Application) bool {
	return app.IsThirdParty() && (set.IsTrue(includeSelfRegistered) || !app.IsDynamicallyRegistered())
}

// listExisting returns the applications that the set is about and that are not declared.
func listExisting(
	ctx context.Context, client *auth0.Client, set exclusive.Set, isDeclared func(string) bool, how auth0.Freshness,
) ([]Existing, error) {
	listed, err := client.ListThirdPartyApplications(ctx)
	if err != nil {
		return nil, err
	}
	counted := func(app *auth0.Application) bool { return counts(set, app) && !isDeclared(app.ClientID) }
	read := func(app *auth0.Application) (*auth0.Application, error) {
		return client.ReadApplication(ctx, app.ClientID, how)
	}
	return exclusive.Confirmed(listed, how, counted, read, existingAs)
}

// deleteExisting deletes an application. It is read right before: one that is gone or no longer what the set is about
// is left alone.
func deleteExisting(ctx context.Context, client *auth0.Client, set exclusive.Set, seen Existing) error {
	app, err := client.ReadApplication(ctx, seen.ID(), auth0.Fresh)
	if err == nil && counts(set, app) {
		err = client.DeleteApplication(ctx, seen.ID())
	}
	if auth0.IsNotFound(err) {
		return nil
	}
	return err
}

// selfRegistered names the managed applications that registered themselves. A set need not list them: unless it asks
// for them, it is not about them, and otherwise what is managed does not count as undeclared.
const selfRegistered = "managed applications that registered themselves"

func (p Protected) existing() Existing {
	return Existing{ClientID: types.StringValue(p.ClientID), Name: tf.StringOrNull(p.Name)}
}

// DeclareMember refuses an application that an exclusive resource of the configuration leaves out.
func (p Protected) DeclareMember(declarations *tf.Declarations, diags *diag.Diagnostics) {
	if p.ClientID != "" && !declarations.IsManaged(selfRegistered, p.ClientID) {
		Exclusive.DeclareMember(declarations, types.StringNull(), p.existing(), "client_id", diags)
	}
}

// NoteManaged keeps an application from counting as undeclared in this walk.
func (p Protected) NoteManaged(declarations *tf.Declarations) {
	if p.ClientID != "" {
		Exclusive.NoteManaged(declarations, types.StringNull(), p.existing())
	}
}

// NoteSelfRegistered says of a managed application that it registered itself.
func NoteSelfRegistered(declarations *tf.Declarations, clientID string) {
	declarations.NoteManaged(selfRegistered, clientID)
}

// DeclareNew is for an application that was just made.
func (p Protected) DeclareNew(declarations *tf.Declarations, diags *diag.Diagnostics) {
	Exclusive.DeclareNew(declarations, types.StringNull(), p.existing(), "client_id", diags)
}
