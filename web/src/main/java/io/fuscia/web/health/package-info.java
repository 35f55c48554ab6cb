/** Whether the application lives and is ready for work, for load balancers and scripts. */
package io.fuscia.web.health;
