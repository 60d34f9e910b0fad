// Package review works out from a Terraform plan, or from two snapshots of a tenant, who gains and who loses what, and
// says so in sentences. It makes no calls.
//
// [ReadPlan] keeps the parts of a plan that access depends on. [Plan.Review] derives two tenants from it, before and
// after, asks package access what each application can reach in both, and compares. Differences that access does not
// show, such as a promoted connection, are compared as settings. Each difference is a [Finding] with a stable code.
//
// A plan does not know everything. If a value is known only after apply, or is marked as sensitive, each tenant is made
// twice, once with the widest and once with the narrowest value. A difference in both is certain; a difference in one
// is possible. Settings that the plan does not contain (organizations, the access policy of an API without a resource)
// are assumed to be unchanged, and not to prevent access.
//
// Placeholders represent applications that no plan lists: any third-party application in strict mode, and any in
// permissive mode, gain by default permissions and by access policies what everybody gains.
//
// To add a type of resource, write in one of the kind files what it declares and what deserves a remark.
package review
