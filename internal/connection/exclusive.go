package connection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

// NewExclusiveResource returns the resource auth0access_connection_domain_promotions_exclusive.
func NewExclusiveResource() resource.Resource { return exclusive.New(exclusivePromotions) }

// NewExclusiveListResource returns the list resource auth0access_connection_domain_promotions_exclusive.
func NewExclusiveListResource() list.ListResource { return exclusive.NewList(exclusivePromotions) }

var exclusivePromotions = exclusive.Kind[found]{
	Type: "auth0access_connection_domain_promotions_exclusive",
	Description: "Holds the complete set of connections of the tenant that may be promoted to the domain level. Any " +
		"other promoted connection shows in the plan, and apply demotes it. Nothing is promoted by this resource, and " +
		"destroying it demotes nothing.",
	Argument: "connection_ids",
	Arguments: map[string]schema.Attribute{
		"connection_ids": schema.SetAttribute{
			MarkdownDescription: "Ids of the connections that may be promoted, such as `con_8fGx2kQpL0aZrT3v`. Listed " +
				"connections need not be promoted. An empty set allows none.",
			Required:   true,
			CustomType: tf.StringSets,
			Validators: []validator.Set{tf.NoNulls()},
		},
	},
	Undeclared: schema.SetNestedAttribute{
		MarkdownDescription: "Promoted connections that are not in `connection_ids`. Every plan empties this set, and its " +
			"apply demotes them.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"connection_id": schema.StringAttribute{MarkdownDescription: "Id of the connection.", Computed: true},
			"name":          schema.StringAttribute{MarkdownDescription: "Name of the connection.", Computed: true},
			"strategy": schema.StringAttribute{MarkdownDescription: "Type of the connection's identity " +
				"provider.", Computed: true},
		}},
	},
	Words: exclusive.Words{
		Objects: "promoted connections", Remove: "demote", Removed: "demoted", Make: "promote",
		Loss: ", and third-party applications can no longer log users in with them",
	},
	Summaries: exclusive.Summaries{
		WillRemove:     "Undeclared connections will be demoted",
		LeftOut:        "Declared promotions are left out",
		MemberLeftOut:  "Promotion is left out of exclusive set",
		CouldNotList:   "Could not list the connections",
		CouldNotRemove: "Could not demote an undeclared connection",
	},
	Declared: foundIn,
	Element:  func(f found) attr.Value { return f.ConnectionID },
	Validate: validateDeclared,
	List:     listPromoted,
	Remove:   demote,
	ListName: "Promoted connections",
	ListDescription: "Lists the tenant's one complete set of promoted connections, even if it is empty. It takes no " +
		"arguments.",
}

// found is a promoted connection. Of one that is only declared, nobody has looked at the name and the strategy.
type found struct {
	ConnectionID types.String `tfsdk:"connection_id"`
	Name         types.String `tfsdk:"name"`
	Strategy     types.String `tfsdk:"strategy"`
}

// Key is the connection's id.
func (f found) Key() string { return f.ID() }

// ID is the connection's.
func (f found) ID() string { return f.ConnectionID.ValueString() }

func (f found) String() string {
	if f.Name.IsNull() {
		return f.ID()
	}
	return fmt.Sprintf("%s (%s), %s", f.Name.ValueString(), f.Strategy.ValueString(), f.ID())
}

func foundIn(element attr.Value) (f found, isKnown bool) {
	id, ok := element.(types.String)
	return found{ConnectionID: id}, ok && !id.IsUnknown()
}

// validateDeclared refuses what cannot be a connection's id: the connection that was meant would be demoted.
func validateDeclared(declared []found, diags *diag.Diagnostics) {
	for _, connection := range declared {
		if !connection.ConnectionID.IsNull() && !isConnectionID(connection.ID()) {
			diags.AddAttributeError(path.Root("connection_ids"), "Not the id of a connection",
				fmt.Sprintf("%q is not a connection's id, which begins with con_, so the connection that is meant would count as "+
					"undeclared and be demoted. If you know its name, take the id from the data source "+
					"auth0access_connection.", connection.ID()))
		}
	}
}

// listPromoted returns the promoted connections that are not declared.
func listPromoted(
	ctx context.Context, client *auth0.Client, _ exclusive.Set, isDeclared func(string) bool, how auth0.Freshness,
) ([]found, error) {
	listed, err := client.ListConnections(ctx)
	if err != nil {
		return nil, err
	}
	counts := func(connection *auth0.Connection) bool {
		return connection.IsDomainConnection && !isDeclared(connection.ID)
	}
	read := func(connection *auth0.Connection) (*auth0.Connection, error) {
		return client.ReadConnection(ctx, connection.ID, how)
	}
	return exclusive.Confirmed(listed, how, counts, read, foundAs)
}

func foundAs(connection *auth0.Connection) found {
	return found{types.StringValue(connection.ID), tf.StringOrNull(connection.Name), tf.StringOrNull(connection.Strategy)}
}

// demote demotes a connection. It is read right before, for a demotion sends back what it would change besides; one
// that is demoted or gone by then is left alone.
func demote(ctx context.Context, client *auth0.Client, _ exclusive.Set, seen found) error {
	connection, err := client.ReadConnection(ctx, seen.ID(), auth0.Fresh)
	if err == nil {
		_, err = promote(ctx, client, connection, false)
	}
	if auth0.IsNotFound(err) {
		return nil
	}
	return err
}

// declareMember refuses a promotion that an exclusive resource of the configuration leaves out.
func (m model) declareMember(declarations *tf.Declarations, diags *diag.Diagnostics) {
	if !m.ConnectionID.IsUnknown() && m.Promoted.ValueBool() {
		exclusivePromotions.DeclareMember(
			declarations,
			types.StringNull(),
			found{ConnectionID: m.ConnectionID},
			"connection_id",
			diags,
		)
	}
}
