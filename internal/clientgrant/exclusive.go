package clientgrant

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

// NewExclusiveResource returns the resource auth0access_client_grants_exclusive.
func NewExclusiveResource() resource.Resource { return exclusive.New(exclusiveGrants) }

var exclusiveGrants = exclusive.Kind[found]{
	Type: "auth0access_client_grants_exclusive",
	Description: "Holds the complete set of grants that one third-party application may have. A grant that is not " +
		"declared here shows in the plan, and apply deletes it. Nothing is granted by this resource, and destroying it " +
		"deletes nothing.",
	OfApplication: true,
	Argument:      "grants",
	Arguments: map[string]schema.Attribute{
		"grants": schema.SetAttribute{
			MarkdownDescription: "The grants that the application may have, each with `audience`, the identifier of the API, " +
				"and `subject_type`: `user`, `client` or `anonymous_user`. Whole `auth0access_client_grant` resources can be " +
				"listed; their other attributes do not matter. Listed grants need not exist. An empty set allows none.",
			Required:   true,
			CustomType: tf.SetsOf(declaredType),
			Validators: []validator.Set{tf.NoNulls()},
		},
	},
	Undeclared: schema.SetNestedAttribute{
		MarkdownDescription: "Grants of the application that are not in `grants`. Every plan empties this set, and its " +
			"apply deletes them.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":           schema.StringAttribute{MarkdownDescription: "Id of the grant.", Computed: true},
			"audience":     schema.StringAttribute{MarkdownDescription: "Identifier of the API.", Computed: true},
			"subject_type": schema.StringAttribute{MarkdownDescription: "On whose behalf the grant is.", Computed: true},
		}},
	},
	Words: exclusive.Words{Objects: "grants", Remove: "delete", Removed: "deleted", Make: "make"},
	Summaries: exclusive.Summaries{
		WillRemove:     "Undeclared client grants will be deleted",
		LeftOut:        "Declared grants are left out",
		MemberLeftOut:  "Grant is left out of exclusive set",
		CouldNotList:   "Could not list the application's grants",
		CouldNotRemove: "Could not delete an undeclared client grant",
	},
	Declared:         foundIn,
	Element:          found.element,
	Validate:         validateDeclared,
	List:             listOwn,
	CheckApplication: checkThirdParty,
	Remove:           removeOwn,
}

// found is a grant that is there, or may be. Of one that is only declared, nobody has looked at the id.
type found struct {
	FoundID     types.String `tfsdk:"id"`
	Audience    types.String `tfsdk:"audience"`
	SubjectType types.String `tfsdk:"subject_type"`
}

func foundAs(grant auth0.ClientGrant) found {
	return found{types.StringValue(grant.ID), types.StringValue(grant.Audience), types.StringValue(grant.SubjectType)}
}

// Key is the API and the subject type, of which an application has one grant.
func (f found) Key() string {
	return fmt.Sprintf("%s (%s)", f.Audience.ValueString(), f.SubjectType.ValueString())
}

// ID is the grant's.
func (f found) ID() string { return f.FoundID.ValueString() }

func (f found) String() string {
	if f.ID() == "" {
		return f.Key()
	}
	return f.Key() + ", " + f.ID()
}

// matches reports whether the grant is the one that was found.
func (f found) matches(grant auth0.ClientGrant) bool {
	return f.Key() == foundAs(grant).Key() && (f.ID() == "" || f.ID() == grant.ID)
}

var declaredType = types.ObjectType{
	AttrTypes: map[string]attr.Type{"audience": types.StringType, "subject_type": types.StringType},
}

func (f found) element() attr.Value {
	return types.ObjectValueMust(
		declaredType.AttrTypes,
		map[string]attr.Value{"audience": f.Audience, "subject_type": f.SubjectType},
	)
}

func foundIn(element attr.Value) (f found, isKnown bool) {
	object, ok := element.(types.Object)
	f.Audience, f.SubjectType = tf.StringIn(object, "audience"), tf.StringIn(object, "subject_type")
	return f, ok && !object.IsUnknown() && !f.Audience.IsUnknown() && !f.SubjectType.IsUnknown()
}

// subjectTypes are those of grants that an application may be allowed to have. The last is one that newer tenants know;
// this provider makes no such grants.
var subjectTypes = []string{auth0.SubjectTypeUser, auth0.SubjectTypeClient, "anonymous_user"}

// validateDeclared refuses grants that there cannot be: a misspelt one would leave the grant that was meant undeclared.
func validateDeclared(declared []found, diags *diag.Diagnostics) {
	for _, grant := range declared {
		switch subjectType := grant.SubjectType.ValueString(); {
		case grant.Audience.ValueString() == "":
			diags.AddAttributeError(path.Root("grants"), "Grant names no API",
				"An element of grants has no audience. Write the identifier of the API that is granted, such as "+
					"https://api.example.com/.")
		case !slices.Contains(subjectTypes, subjectType):
			diags.AddAttributeError(path.Root("grants"), "Grant has unknown subject type",
				fmt.Sprintf("Auth0 knows no grant for %s with subject type %q, and the one that is meant would count as "+
					"undeclared. Write one of %s.",
					grant.Audience.ValueString(), subjectType, strings.Join(subjectTypes, ", ")))
		}
	}
}

// isOwn reports whether the grant is the application's, and not one that Auth0 made and nobody can delete.
func isOwn(grant auth0.ClientGrant, clientID string) bool {
	return grant.ClientID == clientID && grant.DefaultFor == "" && !grant.IsSystem
}

func own(grants []auth0.ClientGrant, clientID string) []found {
	var all []found
	for _, grant := range grants {
		if isOwn(grant, clientID) {
			all = append(all, foundAs(grant))
		}
	}
	return all
}

// listOwn returns the application's grants. If it has none it is itself looked at: the error that it is not there says
// that nothing is being watched.
func listOwn(
	ctx context.Context, client *auth0.Client, set exclusive.Set, _ func(string) bool, how auth0.Freshness,
) ([]found, error) {
	clientID := set.ClientID().ValueString()
	grants, err := client.ListClientGrants(ctx, auth0.ClientGrantFilter{ClientID: clientID})
	if err == nil && len(grants) == 0 {
		_, err = client.ReadApplication(ctx, clientID, how)
	}
	return own(grants, clientID), err
}

// removeOwn deletes a grant if it still is what was seen. One that somebody deleted and made anew meanwhile is another
// one.
func removeOwn(ctx context.Context, client *auth0.Client, set exclusive.Set, seen found) error {
	clientID := set.ClientID().ValueString()
	grants, err := client.ListClientGrants(
		ctx,
		auth0.ClientGrantFilter{ClientID: clientID, Audience: seen.Audience.ValueString()},
	)
	if err != nil {
		return err
	}
	for _, now := range grants {
		if isOwn(now, clientID) && seen.matches(now) {
			return client.DeleteClientGrant(ctx, now.ID)
		}
	}
	return nil
}

// declareMember refuses a grant that an exclusive resource of the configuration leaves out.
func (m model) declareMember(declarations *tf.Declarations, diags *diag.Diagnostics) {
	if m.Audience.IsUnknown() || m.SubjectType.IsUnknown() {
		return
	}
	grant := found{Audience: m.Audience, SubjectType: m.SubjectType}
	exclusiveGrants.DeclareMember(declarations, m.ClientID, grant, "audience", diags)
}
