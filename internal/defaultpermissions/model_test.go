package defaultpermissions

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	listed := userAccess{GrantedScopes: tf.GrantedScopes{Scopes: tf.StringSet([]string{"b", "a"})}}
	all := userAccess{GrantedScopes: tf.GrantedScopes{AllScopes: types.BoolValue(true)}}
	typed := listed
	typed.AuthorizationDetailsTypes = tf.StringSet([]string{"payment"})
	tests := map[string]struct {
		fields auth0.ClientGrantFields
		want   string
	}{
		"new, scopes":     {fields: listed.newGrant("urn:a", "user"), want: `{"default_for":"third_party_clients","audience":"urn:a","subject_type":"user","scope":["a","b"]}`},
		"new, all scopes": {fields: all.newGrant("urn:a", "client"), want: `{"default_for":"third_party_clients","audience":"urn:a","subject_type":"client","allow_all_scopes":true}`},
		"new, with types": {fields: typed.newGrant("urn:a", "user"), want: `{"default_for":"third_party_clients","audience":"urn:a","subject_type":"user","scope":["a","b"],"authorization_details_types":["payment"]}`},
		"nothing changed": {fields: typed.changes(typed), want: `{}`},
		"types cleared":   {fields: listed.changes(typed), want: `{"authorization_details_types":[]}`},
		"all to listed":   {fields: listed.changes(all), want: `{"scope":["a","b"],"allow_all_scopes":false}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.fields)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
