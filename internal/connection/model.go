package connection

import (
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ConnectionID types.String `tfsdk:"connection_id" also:"id"`
	Promoted     types.Bool   `tfsdk:"promoted"`
	Name         types.String `tfsdk:"name"`
	Strategy     types.String `tfsdk:"strategy"`
}

func modelOf(connection *auth0.Connection) model {
	return model{
		ConnectionID: types.StringValue(connection.ID),
		Promoted:     types.BoolValue(connection.IsDomainConnection),
		Name:         types.StringValue(connection.Name),
		Strategy:     types.StringValue(connection.Strategy),
	}
}

var promotions = tf.Kind{
	Type:     "auth0access_connection_domain_promotion",
	Twice:    "Connection is declared twice",
	Argument: path.Root("connection_id"),
	Computed: path.Root("name"),
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.ConnectionID.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &promotions,
		Object:    "connection " + m.ConnectionID.ValueString(),
		Arguments: tf.ArgumentsOf(m, "connection_id", "name", "strategy"),
	}
}

// promotion returns the update that promotes or demotes the connection and changes nothing else of it. What the API
// derives from the name when it is left out goes back as it was read: the display name, and realms other than the name.
// A connection without a display name is sent none, for there is no value that would mean "none".
func promotion(connection *auth0.Connection, promoted bool) auth0.ConnectionFields {
	fields := auth0.ConnectionFields{IsDomainConnection: auth0.Set(promoted)}
	if connection.DisplayName != "" {
		fields.DisplayName = auth0.Set(connection.DisplayName)
	}
	if len(connection.Realms) > 0 && !slices.Equal(connection.Realms, []string{connection.Name}) {
		fields.Realms = auth0.Set(connection.Realms)
	}
	return fields
}

var connectionID = regexp.MustCompile(`^con_\w+$`)

// isConnectionID reports whether the text looks like a connection's id rather than, say, its name.
func isConnectionID(text string) bool { return connectionID.MatchString(text) }
