package redirectprotection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

// NewExclusiveResource returns the resource auth0access_redirect_protections_exclusive.
func NewExclusiveResource() resource.Resource { return exclusive.New(exclusiveRedirects) }

// NewExclusiveListResource returns the list resource auth0access_redirect_protections_exclusive.
func NewExclusiveListResource() list.ListResource { return exclusive.NewList(exclusiveRedirects) }

var exclusiveRedirects = exclusive.Kind[unprotected]{
	Type: "auth0access_redirect_protections_exclusive",
	Description: "Holds the complete set of strict third-party applications of the tenant whose failed logins may " +
		"redirect to their callback URLs. Any other application without redirect protection shows in the plan, and apply " +
		"turns its protection on. This resource turns no protection off, and destroying it changes nothing.",
	Argument: "client_ids",
	Arguments: map[string]schema.Attribute{
		"client_ids": schema.SetAttribute{
			MarkdownDescription: "Client ids of the applications that may be without protection. Listed applications may also " +
				"be protected. An empty set allows none. Permissive applications have no redirect protection and do not count.",
			Required:   true,
			CustomType: tf.StringSets,
			Validators: []validator.Set{tf.NoNulls(), setvalidator.ValueStringsAre(tf.ClientID()...)},
		},
	},
	Undeclared: schema.SetNestedAttribute{
		MarkdownDescription: "Applications without protection that are not in `client_ids`. Every plan empties this set, " +
			"and its apply turns their protection on.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{MarkdownDescription: "Client id of the application.", Computed: true},
			"name":      schema.StringAttribute{MarkdownDescription: "Name of the application.", Computed: true},
		}},
	},
	Words: exclusive.Words{
		Objects: "applications without redirect protection", Remove: "protect", Removed: "protected", Make: "expose",
		Loss: ", and their failed logins no longer redirect to their callbacks",
	},
	Summaries: exclusive.Summaries{
		WillRemove:     "Unprotected applications will be protected",
		LeftOut:        "Declared applications without protection are left out",
		MemberLeftOut:  "Protection is off outside the exclusive set",
		CouldNotList:   "Could not list the applications",
		CouldNotRemove: "Could not protect an undeclared application",
	},
	Declared: unprotectedIn,
	Element:  func(u unprotected) attr.Value { return u.ClientID },
	List:     listUnprotected,
	Remove:   protect,
	ListName: "Applications without redirect protection",
	ListDescription: "Lists the tenant's one complete set of applications without redirect protection, even if it is " +
		"empty. It takes no arguments.",
}

// unprotected is an application without redirect protection. Of one that is only declared, nobody has looked at the
// name.
type unprotected struct {
	ClientID types.String `tfsdk:"client_id"`
	Name     types.String `tfsdk:"name"`
}

// Key is the application's client id.
func (u unprotected) Key() string { return u.ID() }

// ID is the application's client id.
func (u unprotected) ID() string { return u.ClientID.ValueString() }

func (u unprotected) String() string {
	if u.Name.IsNull() {
		return u.ID()
	}
	return fmt.Sprintf("%s, %s", u.Name.ValueString(), u.ID())
}

func unprotectedIn(element attr.Value) (u unprotected, isKnown bool) {
	id, ok := element.(types.String)
	return unprotected{ClientID: id}, ok && !id.IsUnknown()
}

// listUnprotected returns the strict applications without protection that are not declared.
func listUnprotected(
	ctx context.Context, client *auth0.Client, _ exclusive.Set, isDeclared func(string) bool, how auth0.Freshness,
) ([]unprotected, error) {
	listed, err := client.ListThirdPartyApplications(ctx)
	if err != nil {
		return nil, err
	}
	counts := func(app *auth0.Application) bool { return isExposed(app) && !isDeclared(app.ClientID) }
	read := func(app *auth0.Application) (*auth0.Application, error) {
		return client.ReadApplication(ctx, app.ClientID, how)
	}
	return exclusive.Confirmed(listed, how, counts, read, unprotectedAs)
}

func unprotectedAs(app *auth0.Application) unprotected {
	return unprotected{types.StringValue(app.ClientID), tf.StringOrNull(app.Name)}
}

// isExposed reports whether redirect protection would count for the application and is off.
func isExposed(app *auth0.Application) bool {
	return app.IsThirdParty() && app.IsStrict() && !isProtected(app)
}

// protect turns protection on, unless it is on by now or the application is gone.
func protect(ctx context.Context, client *auth0.Client, _ exclusive.Set, seen unprotected) error {
	app, err := client.ReadApplication(ctx, seen.ID(), auth0.Fresh)
	if err == nil && isExposed(app) {
		_, err = setPolicy(ctx, client, app, true)
	}
	if auth0.IsNotFound(err) {
		return nil
	}
	return err
}

// declareMember refuses to leave protection off for an application that the exclusive resource of the configuration
// leaves out.
func (m *model) declareMember(declarations *tf.Declarations, diags *diag.Diagnostics) {
	if m != nil && !m.ClientID.IsUnknown() && m.exposes() {
		exclusiveRedirects.DeclareMember(
			declarations,
			types.StringNull(),
			unprotected{ClientID: m.ClientID},
			"client_id",
			diags,
		)
	}
}
