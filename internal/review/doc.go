// Package review works out from a Terraform plan, or from two snapshots of a tenant, who gains and who loses what, and
// says so in sentences. It makes no calls.
//
// [ReadPlan] keeps of a plan what access depends on. [Plan.Review] makes two tenants of it, the one before and the one
// after, asks package access what each application can reach in both, and compares. What access does not tell, such as
// a promoted connection, is compared as a setting. Each difference is a [Finding] with a stable code.
//
// A plan does not know everything. A value that is known after apply, or that is marked as sensitive, leaves room: each
// tenant is then made twice, once with the widest and once with the narrowest value. What holds for both is certain;
// what holds for one may be. What the plan does not tell at all (the organizations, the access policy of an API that no
// resource of it has) is taken to be unchanged and not to stand in the way.
//
// Three holders stand for applications that no plan lists: any third-party application in strict mode, and any in
// permissive mode, gain by default permissions and by access policies what everybody gains.
//
// How to add a type of resource: write down in one of the kind files what it declares and what is worth a remark.
package review
