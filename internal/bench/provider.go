package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// The applications' permissions: one grant for each of these APIs.
const (
	ordersAPI = "https://orders.example.com/"
	filesAPI  = "https://files.example.com/"
)

// candidate is a provider that is measured.
type candidate struct {
	name    string // of its type
	address string // in the registry
	binary  string
	// The resource types; protection is "" where the application's own resource holds what it would.
	application, grant, protection string
	policy                         string // the resource type of rate limit policies, "" if they are not measured
	membership                     string // that of client grants of organizations, "" likewise
	// thirdParty are the arguments that make an application a strict third-party one.
	thirdParty string
	// ours says that the budgets apply.
	ours bool
}

// candidates returns this provider, and the official one if a binary of it is given.
func candidates(binary, peer string) ([]candidate, error) {
	all := []candidate{{
		name:        "auth0access",
		address:     provider.Address,
		binary:      binary,
		application: "auth0access_third_party_application",
		grant:       "auth0access_client_grant",
		protection:  "auth0access_redirect_protection",
		policy:      policyType,
		membership:  membershipType,
		ours:        true,
	}}
	if peer != "" {
		all = append(all, candidate{
			name:        "auth0",
			address:     "registry.terraform.io/auth0/auth0",
			binary:      peer,
			application: "auth0_client",
			grant:       "auth0_client_grant",
			thirdParty:  "is_first_party = false\n  oidc_conformant = true\n  third_party_security_mode = \"strict\"",
		})
	}
	for i := range all {
		var err error
		if all[i].binary, err = filepath.Abs(all[i].binary); err != nil {
			return nil, err
		}
		if _, err := os.Stat(all[i].binary); err != nil {
			return nil, fmt.Errorf("no binary of the %s provider: %w", all[i].name, err)
		}
	}
	return all, nil
}

// resourcesPerApplication counts what the configuration holds for each application, the application included.
func (p candidate) resourcesPerApplication(s scenario) int {
	switch {
	case s.alone:
		return 1
	case p.isProtected(s):
		return 4
	default:
		return 3
	}
}

// resources counts what the whole configuration holds.
func (p candidate) resources(s scenario) int {
	all := s.applications * p.resourcesPerApplication(s)
	if p.policy != "" {
		all += s.policies
	}
	if p.membership != "" {
		all += s.memberships
	}
	return all
}

func (p candidate) isProtected(s scenario) bool {
	return p.protection != "" && !s.alone && !s.unprotected
}

// root calls the module that holds one application with its permissions, n times. They are numbered from 00000 so that
// one of them can be multiplied, in the state and in the tenant, by replacing its number. Without the module every
// grant would refer to one of n instances, and Terraform would look at all of them for each.
func root(n int) string {
	return fmt.Sprintf("module \"partner\" {\n  count  = %d\n  source = \"./partner\"\n  number = format(\"%%05d\", "+
		"count.index)\n}\n", n)
}

// module declares one application and what the scenario gives it.
func (p candidate) module(s scenario) string {
	var out strings.Builder
	grantTypes, machine := `["authorization_code", "refresh_token"]`, `subject_type = "user"`
	if s.memberships > 0 {
		grantTypes = `["authorization_code", "refresh_token", "client_credentials"]`
		machine = "subject_type = \"client\"\n  organization_usage = \"allow\""
	}
	fmt.Fprintf(&out, `terraform {
  required_providers {
    %s = {
      source = %q
    }
  }
}

variable "number" {
  type = string
}

resource %q "partner" {
  name        = "partner-${var.number}"
  app_type    = "regular_web"
  callbacks   = ["https://partner-${var.number}.example.com/callback"]
  grant_types = %s
  %s
}
`, path.Base(p.address), p.address, p.application, grantTypes, p.thirdParty)
	if s.alone {
		return out.String()
	}
	for _, api := range []struct{ name, audience, scope, of string }{
		{"orders", ordersAPI, "read:orders", `subject_type = "user"`},
		{"files", filesAPI, "read:files", machine},
	} {
		fmt.Fprintf(&out, `
resource %q %q {
  client_id    = %s.partner.client_id
  audience     = %q
  scopes       = [%q]
  %s
}
`, p.grant, api.name, p.application, api.audience, api.scope, api.of)
	}
	if p.isProtected(s) {
		fmt.Fprintf(&out, `
resource %q "partner" {
  client_id = %s.partner.client_id
}
`, p.protection, p.application)
	}
	if s.policies > 0 && p.policy != "" {
		fmt.Fprintf(&out, `
resource %q "partner" {
  count     = tonumber(var.number) < %d ? 1 : 0
  client_id = %s.partner.client_id
  action    = "block"
  limit     = 50
}
`, p.policy, s.policies, p.application)
	}
	if s.memberships > 0 && p.membership != "" {
		fmt.Fprintf(&out, `
resource %q "partner" {
  count           = tonumber(var.number) < %d ? 1 : 0
  organization_id = %q
  grant_id        = %s.files.id
}
`, p.membership, s.memberships, acme, p.grant)
	}
	return out.String()
}
