import { msg } from '../../language/phrase.ts';
import { html } from '../../page/html.ts';

/** Works that every report rests on. Links load nothing: who reads without a network has the names. */
export const references = html`<section aria-labelledby="references">
<h2 id="references">${msg`References`}</h2>
<ul class="small prose">
<li>K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>, 2015.</li>
<li>K. He, X. Zhang, S. Ren, J. Sun. Identity Mappings in Deep Residual Networks. <a href="https://arxiv.org/abs/1603.05027">arXiv:1603.05027</a>, 2016.</li>
<li>A. Krizhevsky. Learning Multiple Layers of Features from Tiny Images. Technical report, University of Toronto, 2009 (CIFAR-10).</li>
<li>A. Conneau, H. Schwenk, L. Barrault, Y. LeCun. Very Deep Convolutional Networks for Text Classification. EACL 2017, arXiv:1606.01781.</li>
<li>A. L. Maas et al. Learning Word Vectors for Sentiment Analysis. ACL 2011 (reviews of films).</li>
</ul>
</section>
`;
