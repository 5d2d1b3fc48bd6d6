import { msg } from '../../language/phrase.ts';
import { html } from '../../page/html.ts';

interface Reference {
  readonly authors: string;
  readonly title: string;
  /** Where and when it appeared. */
  readonly place: string;
  readonly address: string;
}

const arxiv = (id: string) => `https://arxiv.org/abs/${id}`;

/** Works that reports rest on, in the order of the argument. */
const works: readonly Reference[] = [
  {
    authors: 'K. He, X. Zhang, S. Ren, J. Sun',
    title: 'Deep Residual Learning for Image Recognition',
    place: '2015',
    address: arxiv('1512.03385'),
  },
  {
    authors: 'K. He, X. Zhang, S. Ren, J. Sun',
    title: 'Identity Mappings in Deep Residual Networks',
    place: 'ECCV 2016',
    address: arxiv('1603.05027'),
  },
  {
    authors: 'K. He, X. Zhang, S. Ren, J. Sun',
    title: 'Delving Deep into Rectifiers',
    place: 'ICCV 2015',
    address: arxiv('1502.01852'),
  },
  {
    authors: 'A. Krizhevsky',
    title: 'Learning Multiple Layers of Features from Tiny Images',
    place: 'University of Toronto 2009 (CIFAR-10)',
    address: 'https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf',
  },
  {
    authors: 'A. Conneau, H. Schwenk, L. Barrault, Y. LeCun',
    title: 'Very Deep Convolutional Networks for Text Classification',
    place: 'EACL 2017',
    address: arxiv('1606.01781'),
  },
  {
    authors: 'A. L. Maas et al.',
    title: 'Learning Word Vectors for Sentiment Analysis',
    place: 'ACL 2011 (reviews of films)',
    address: 'https://aclanthology.org/P11-1015/',
  },
  {
    authors: 'A. Veit, M. Wilber, S. Belongie',
    title: 'Residual Networks Behave Like Ensembles of Relatively Shallow Networks',
    place: 'NIPS 2016',
    address: arxiv('1605.06431'),
  },
  {
    authors: 'D. Balduzzi et al.',
    title: 'The Shattered Gradients Problem',
    place: 'ICML 2017',
    address: arxiv('1702.08591'),
  },
  {
    authors: 'H. Li, Z. Xu, G. Taylor, C. Studer, T. Goldstein',
    title: 'Visualizing the Loss Landscape of Neural Nets',
    place: 'NeurIPS 2018',
    address: arxiv('1712.09913'),
  },
  {
    authors: 'S. Zagoruyko, N. Komodakis',
    title: 'DiracNets: Training Very Deep Neural Networks Without Skip-Connections',
    place: '2017',
    address: arxiv('1706.00388'),
  },
];

/** Links load nothing: who reads without a network has the names. */
export const references = html`<section aria-labelledby="references">
<h2 id="references">${msg`References`}</h2>
<ul class="small prose">
${works.map(
  ({
    authors,
    title,
    place,
    address,
  }) => html`<li>${authors}. <a href="${address}">${title}</a>. ${place}.</li>
`,
)}</ul>
</section>
`;
